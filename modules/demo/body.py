"""Turns the blocks of a demo file into StreamField data."""

from __future__ import annotations

from typing import Any

from markdown import markdown

from cms.models import Platform
from modules.demo.library import Library, block_id


def prose(text: Any) -> str:
    """Markdown as the rich text that editors would get."""
    html = markdown(str(text or ""), extensions=["sane_lists"])
    for heading in ("h1", "h4", "h5", "h6"):
        html = html.replace(f"<{heading}>", "<h3>").replace(f"</{heading}>", "</h3>")
    return html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")


class Body:
    """The blocks of one material or lesson. Ids follow from slug and position: the same at every load."""

    def __init__(self, slug: str, library: Library) -> None:
        self.slug = slug
        self.library = library

    def stream(self, blocks: list[dict[str, Any]], name: str = "body") -> list[dict[str, Any]]:
        rows = []
        for number, block in enumerate(blocks or []):
            ((kind, content),) = block.items()
            place = (self.slug, name, number)
            rows.append({"type": kind, "value": self.value(kind, content, place), "id": block_id(*place)})
        return rows

    def value(self, kind: str, content: Any, place: tuple[Any, ...]) -> Any:
        return getattr(self, f"_{kind}")(content, place)

    def items(self, values: list[Any], place: tuple[Any, ...]) -> list[dict[str, Any]]:
        """A ListBlock's rows, each with a stable id."""
        return [{"type": "item", "value": value, "id": block_id(*place, number)} for number, value in enumerate(values)]

    def picture(self, scene: dict[str, Any]) -> dict[str, Any]:
        image = self.library.image(scene)
        return {"image": image.pk, "decorative": False, "alt_text": image.description}

    def _text(self, content: str, place: tuple[Any, ...]) -> str:
        return prose(content)

    def _image(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {"image": self.picture(content), "caption": content.get("caption", "")}

    def _audio(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {"audio": self.library.media(content["file"]).pk, "caption": content.get("caption", "")}

    def _video(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {"video": self.library.media(content["file"]).pk, "caption": content.get("caption", "")}

    def _download(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {
            "document": self.library.document(content["file"]).pk,
            "title": content.get("title") or content.get("caption") or "",
            "text": content.get("text", ""),
        }

    _document = _download

    def _link(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {"url": content["url"], "title": content["title"], "text": content.get("text", "")}

    _embed = _link

    def _steps(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        steps = [self.step(step) for step in content["steps"]]
        return {"title": content.get("title", ""), "steps": self.items(steps, (*place, "steps"))}

    def step(self, step: dict[str, Any]) -> dict[str, Any]:
        image = self.picture(step["image"]) if step.get("image") else None
        return {"title": step["title"], "text": prose(step.get("text")), "image": image}

    def _activity(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {
            "title": content["title"],
            "stage": content.get("stage", "inti"),
            "minutes": content.get("minutes"),
            "grouping": content.get("grouping", ""),
            "materials": content.get("materials", ""),
            "text": prose(content.get("text")),
        }

    def _quiz(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        choices = [
            {"text": str(choice["text"]), "correct": bool(choice.get("correct"))} for choice in content["choices"]
        ]
        return {
            "question": content["question"],
            "choices": self.items(choices, (*place, "choices")),
            "explanation": prose(content["explanation"]),
        }

    def _callout(self, content: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
        return {
            "kind": content.get("kind", "info"),
            "title": content.get("title", ""),
            "text": prose(content.get("text")),
        }

    def tool(self, tool: dict[str, Any]) -> dict[str, Any]:
        platform = Platform.objects.filter(slug=tool.get("platform") or "").first()
        return {
            "platform": platform.pk if platform else None,
            "name": tool.get("name", ""),
            "minutes": tool.get("minutes"),
            "data_mb": str(tool["data_mb"]) if tool.get("data_mb") is not None else None,
            "note": tool.get("note", ""),
        }
