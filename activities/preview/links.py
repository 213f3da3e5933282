"""Links in front of those that stand: what would be posted counts as posted, for as long as the preview lasts."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from clients.database.intent_keys import IntentKey
from clients.database.links import Link, LinkedElsewhere, Links


class PreviewLinks(Links):
    """Every link that stands, and those that would; the latter are kept in memory."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self._links: dict[IntentKey, Link] = {}
        self._first: dict[tuple[str, str, str], Link] = {}
        """The link that each document had first."""
        self._numbered: dict[tuple[str, str, str], set[IntentKey]] = {}

    def keep(self, link: Link) -> None:
        """From now on the document counts as standing."""
        self._links[link.key] = link
        self._first.setdefault((link.key.realm, link.document_kind, link.document_id), link)
        if link.number is not None:
            self._numbered.setdefault((link.key.realm, link.document_kind, link.number), set()).add(link.key)

    async def get(self, key: IntentKey) -> Link | None:
        return self._links.get(key) or await super().get(key)

    async def by_document(self, realm: str, document_kind: str, document_id: str) -> Link | None:
        stands = await super().by_document(realm, document_kind, document_id)
        return stands or self._first.get((realm, document_kind, document_id))

    async def number_taken(self, realm: str, document_kind: str, number: str, besides: IntentKey) -> bool:
        if self._numbered.get((realm, document_kind, number), set()) - {besides}:
            return True
        return await super().number_taken(realm, document_kind, number, besides)

    async def adopt(self, link: Link) -> Link:
        first = await self.by_document(link.key.realm, link.document_kind, link.document_id)
        if first is not None and first.key != link.key:
            return first
        stands = await self.get(link.key)
        if stands and (stands.document_kind, stands.document_id) != (link.document_kind, link.document_id):
            raise LinkedElsewhere(stands, link)
        self.keep(link)
        return link
