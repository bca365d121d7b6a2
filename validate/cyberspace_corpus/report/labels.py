"""The words around findings. They stand apart from the words of findings, which take long to load
and are not needed where there are none."""

from __future__ import annotations

from typing import Final, Literal

LABELS: Final[dict[Literal["en", "zh"], dict[str, str]]] = {
    "en": {
        "error": "error",
        "warning": "warning",
        "expected": "expected: ",
        "next": "next: ",
        "more": "... and {n} more {rule} in this file, on lines {first} to {last}",
        "clean": "{files} files checked: no findings.",
        "summary": "{files} files checked: {errors} errors, {warnings} warnings.",
        "why": "{rule}: {why}",
        "explain": "More on a rule: cyberspace-corpus explain {rules}",
        "others": "{first} (and {n} more)",
        "stop": ". ",
    },
    "zh": {
        "error": "错误",
        "warning": "警告",
        "expected": "应为：",
        "next": "下一步：",
        "more": "……此文件另有 {n} 处 {rule}，在第 {first} 至 {last} 行",
        "clean": "已检查 {files} 个文件：没有问题。",
        "summary": "已检查 {files} 个文件：错误 {errors} 处，警告 {warnings} 处。",
        "why": "{rule}：{why}",
        "explain": "规则详解：cyberspace-corpus explain {rules} --lang zh",
        "others": "{first}（另有 {n} 处）",
        "stop": "。",
    },
}
