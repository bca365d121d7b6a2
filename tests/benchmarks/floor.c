/* The floor that the other times are held against: every YAML file below a folder is read and
 * parsed by libyaml into events, in one process; nothing is made of them.
 *
 *     cc -O2 -o floor floor.c -lyaml && ./floor FOLDER
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>

static unsigned char content[1 << 20]; /* no authored file may be as large */
static long files, events, bytes;

static int visit(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)walk;
    size_t length = strlen(path);
    if (type != FTW_F || length < 5 || strcmp(path + length - 5, ".yaml"))
        return 0;
    int file = open(path, O_RDONLY);
    ssize_t size = file < 0 ? -1 : read(file, content, sizeof content);
    if (size < 0 || size == (ssize_t)sizeof content) {
        fprintf(stderr, "floor: %s cannot be read whole\n", path);
        exit(2);
    }
    close(file);
    files++;
    bytes += size;

    yaml_parser_t parser;
    yaml_event_t event;
    yaml_event_type_t seen;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, content, (size_t)size);
    do {
        if (!yaml_parser_parse(&parser, &event)) {
            fprintf(stderr, "floor: %s is no YAML\n", path);
            exit(1);
        }
        seen = event.type;
        yaml_event_delete(&event);
        events++;
    } while (seen != YAML_STREAM_END_EVENT);
    yaml_parser_delete(&parser);
    return 0;
}

int main(int count, char **words)
{
    if (count != 2 || nftw(words[1], visit, 64, FTW_PHYS)) {
        fprintf(stderr, "usage: floor FOLDER\n");
        return 2;
    }
    printf("%ld files, %ld bytes, %ld events\n", files, bytes, events);
    return 0;
}
