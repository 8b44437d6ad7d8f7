"""A report as a reader's program sees it: its tables, its pictures, its links."""

from __future__ import annotations

import base64
import io
import re
from html import unescape
from html.parser import HTMLParser

import pandas as pd

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Tags, ids, links and words of a page; raises where a tag is not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = text
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> out of turn"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def said(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]

    @property
    def addresses(self) -> list[str]:
        """Everything that a browser could fetch."""
        found = [
            attrs[name] or "" for _, attrs in self.tags for name in ("src", "href", "srcset", "data") if name in attrs
        ]
        return found + re.findall(r"url\(([^)]*)\)", self.text) + re.findall(r"@import[^;]*", self.text)

    def saved(self) -> dict[str, pd.DataFrame]:
        """Name of the file -> the numbers that a reader saves."""
        tables = {}
        for tag, attrs in self.tags:
            name, address = attrs.get("download"), attrs.get("href") or ""
            if tag == "a" and name and name.endswith(".csv"):
                kind, _, body = address.partition(";base64,")
                assert kind == "data:text/csv"
                tables[name.removesuffix(".csv")] = pd.read_csv(io.BytesIO(base64.b64decode(body)))
        return tables

    def shown(self, name: str) -> pd.DataFrame:
        """The table as it is read."""
        start = self.text.index(f'id="{name}"')
        body = self.text[start : self.text.index("</table>", start)]
        head, *rows = [
            [unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
        ]
        return pd.DataFrame(rows, columns=head)
