"""Who writes what. Content belongs to the core or to one organisation; an author's rights follow from the membership that runs today.

Wagtail's groups and their rows are made here, with the least they need. A row that outlived its membership gives nothing: every policy
asks `author_of` first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import ContentRoot, GlossaryTerm, LocalText, Question, ReflectionQuestion, Slot
from people.models import Membership, Organisation, Role, User
from people.viewer import viewer_of

CORE_GROUP = "Kernredactie"
_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_FILE_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
_READING = frozenset({"view", "choose"})


# --- Who somebody is to the content ---------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an author may write: one owner's root, collection and group. `organisation_id` None is the core."""

    organisation_id: int | None
    path: str
    page_id: int
    collection_id: int
    group_id: int


@dataclass(frozen=True, kw_only=True)
class Author:
    """What somebody may do in the studio today. Somebody without any of it may not enter."""

    is_platform_admin: bool = False
    places: tuple[Place, ...] = ()
    local_organisation_id: int | None = None
    """The organisation whose local texts this person keeps, as trainer or as administrator."""
    administers_id: int | None = None
    """The organisation that this person administers, and decides for."""

    @property
    def may_enter(self) -> bool:
        return self.is_platform_admin or bool(self.places) or self.local_organisation_id is not None

    @property
    def writes(self) -> bool:
        """Whether modules, questions and terms are theirs to write, for some owner."""
        return self.is_platform_admin or bool(self.places)

    @property
    def writes_core(self) -> bool:
        return self.is_platform_admin or any(place.organisation_id is None for place in self.places)

    @property
    def organisation_ids(self) -> list[int]:
        """The organisations for which this person writes; the platform administrator's are not listed."""
        return [place.organisation_id for place in self.places if place.organisation_id is not None]

    def owns(self, organisation_id: int | None) -> bool:
        """Whether content of this owner (None: the core) is theirs to write."""
        return self.is_platform_admin or any(place.organisation_id == organisation_id for place in self.places)

    def owns_path(self, path: str) -> bool:
        """Whether a page at this path of the tree stands under a root of theirs, or is one."""
        return self.is_platform_admin or any(path.startswith(place.path) for place in self.places)


NOBODY = Author()


def author_of(user: User | AnonymousUser) -> Author:
    """What `user` may do in the studio, remembered on the user object, which lives as long as the request. Two statements."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    known: Author | None = getattr(user, "_author", None)
    if known is None:
        known = _author(user)
        setattr(user, "_author", known)  # noqa: B010  as Wagtail keeps its own permission caches
    return known


def _author(user: User) -> Author:
    viewer = viewer_of(user)
    trains = Role.TRAINER in viewer.roles
    mine = Q(organisation__isnull=True)
    if trains:
        mine |= Q(organisation_id=viewer.organisation_id)
    roots = ContentRoot.objects.filter(mine, authors__user=user).order_by("path")
    rows = roots.values_list("organisation_id", "path", "pk", "collection_id", "authors_id")
    places = tuple(
        Place(organisation_id=owner, path=path, page_id=page_id, collection_id=collection_id, group_id=group_id)
        for owner, path, page_id, collection_id, group_id in rows
    )
    keeps_local = trains or Role.ADMIN in viewer.roles
    return Author(
        is_platform_admin=user.is_superuser,
        places=places,
        local_organisation_id=viewer.organisation_id if keeps_local else None,
        administers_id=viewer.organisation_id if Role.ADMIN in viewer.roles else None,
    )


def pages_for(author: Author) -> QuerySet[Page]:
    """The pages that an author may refer to: their own, and of the core what is live."""
    pages = Page.objects.all()
    if author.is_platform_admin:
        return pages
    core = ContentRoot.objects.filter(organisation__isnull=True).first()
    allowed = Q(path__startswith=core.path, live=True) if core is not None else Q(pk__in=[])
    for place in author.places:
        allowed |= Q(path__startswith=place.path)
    return pages.filter(allowed)


# --- Roots, collections, groups -------------------------------------------------------------------


@transaction.atomic
def ensure_content_root(organisation: Organisation | None = None) -> ContentRoot:
    """The root of an owner (None: the core) with its collection and groups; made when it is not there yet. Safe to repeat."""
    root = (
        ContentRoot.objects.select_related("collection", "authors", "administrators")
        .filter(organisation=organisation)
        .first()
    )
    if root is None:
        if organisation is not None:
            ensure_content_root()
        root = _make_root(organisation)
        _grant(root)
    return root


def _make_root(organisation: Organisation | None) -> ContentRoot:
    title = organisation.name if organisation else _("Landelijke kern")
    tree = Page.get_first_root_node()
    collections = Collection.get_first_root_node()
    if tree is None or collections is None:
        raise RuntimeError("Wagtail's first page and collection are missing; run the migrations.")
    collection = collections.add_child(instance=Collection(name=title))
    authors, administrators = _make_groups(organisation)
    slug = f"organisatie-{organisation.slug}" if organisation else "kern"
    root = ContentRoot(
        title=title, slug=slug, organisation=organisation, collection=collection, authors=authors, administrators=administrators
    )  # fmt: skip
    tree.add_child(instance=root)
    if organisation is None:
        _settle_site(tree)
    return root


def _make_groups(organisation: Organisation | None) -> tuple[Group, Group | None]:
    if organisation is None:
        return Group.objects.get_or_create(name=CORE_GROUP)[0], None
    return (
        Group.objects.get_or_create(name=_("Auteurs van %(organisation)s") % {"organisation": organisation.name})[0],
        Group.objects.get_or_create(name=_("Beheerders van %(organisation)s") % {"organisation": organisation.name})[0],
    )


def _settle_site(tree: Page) -> None:
    """The one site stands on the top of the tree; Wagtail's welcome page goes."""
    Site.objects.filter(is_default_site=True).update(root_page=tree)
    Site.clear_site_root_paths_cache()
    for page in Page.objects.filter(depth=2, slug="home", numchild=0).exact_type(Page):
        page.delete()


def _grant(root: ContentRoot) -> None:
    """Give the owner's groups exactly what they need, and nothing besides."""
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for group in (root.authors, root.administrators):
        if group is not None:
            group.permissions.set([enter])
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_PAGE_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=root.authors, page=root.page_ptr, permission=permission)
    for permission in Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=_FILE_RIGHTS
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=root.authors, collection=root.collection, permission=permission
        )


@transaction.atomic
def sync_groups(user: User) -> None:
    """Put a person in the groups that their memberships give, and take them out of the others. Safe to repeat."""
    today = timezone.localdate()
    held = Membership.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today), user=user, role__in=[Role.TRAINER, Role.ADMIN]
    )
    wanted: set[int] = set()
    for membership in held.select_related("organisation"):
        root = ensure_content_root(membership.organisation)
        group = root.authors if membership.role == Role.TRAINER else root.administrators
        if group is not None:
            wanted.add(group.pk)
    managed = ContentRoot.objects.filter(organisation__isnull=False).values_list("authors_id", "administrators_id")
    all_managed = {pk for pair in managed for pk in pair if pk is not None}
    user.groups.remove(*(all_managed - wanted))
    user.groups.add(*wanted)


# --- Wagtail's policies ---------------------------------------------------------------------------


class OwnedPagePolicy(PagePermissionPolicy):
    """Wagtail's rules for pages, over the rows of groups that count today."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupPagePermission]:
        return super().get_all_permissions_for_user(user).filter(group_id__in=_groups_of(user))


class OwnedFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rules for images and documents, over the rows of groups that count today."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        return super().get_all_permissions_for_user(user).filter(group_id__in=_groups_of(user))


def _groups_of(user: Any) -> list[int]:
    return [place.group_id for place in author_of(user).places]


class AuthorPolicy(BasePermissionPolicy):
    """What policies for snippets share: an answer for a model is an answer for some instance of it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.reads(author_of(user)) if action in _READING else self.changes(author_of(user))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: models.Model) -> bool:
        return self.instances(author_of(user), reading=action in _READING).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return self.instances(author_of(user), reading=bool(_READING & set(actions)))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        allowed = [
            user.pk
            for user in User.objects.filter(is_active=True).filter(_could_write())
            if self.user_has_any_permission(user, actions)
        ]
        return User.objects.filter(pk__in=allowed)

    def reads(self, author: Author) -> bool:
        """Whether such an author may see some instance."""
        return author.writes

    def changes(self, author: Author) -> bool:
        """Whether such an author may change some instance, or make one."""
        return author.writes

    def instances(self, author: Author, *, reading: bool) -> QuerySet[Any]:
        """Which instances such an author may see (reading) or change."""
        raise NotImplementedError  # abstract: each policy below says which are its own


def _could_write() -> Q:
    return Q(is_superuser=True) | Q(groups__writes_in__isnull=False) | Q(groups__keeps_local_texts_of__isnull=False)


class OwnedPolicy(AuthorPolicy):
    """Questions and terms: one's own owner's to write; of the core, what was published to read and use."""

    def instances(self, author: Author, *, reading: bool) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if author.is_platform_admin:
            return rows
        if not author.writes:
            return rows.none()
        visible = Q(organisation_id__in=author.organisation_ids)
        if author.writes_core:
            visible |= Q(organisation__isnull=True)
        elif reading:
            visible |= Q(organisation__isnull=True) & self._published()
        return rows.filter(visible)

    def _published(self) -> Q:
        has_drafts = any(field.name == "live" for field in self.model._meta.get_fields())
        return Q(live=True) if has_drafts else Q()


class SlotPolicy(AuthorPolicy):
    """Slots: the core's to write, every author's to see."""

    def reads(self, author: Author) -> bool:
        return author.may_enter

    def changes(self, author: Author) -> bool:
        return author.writes_core

    def instances(self, author: Author, *, reading: bool) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows if (self.reads(author) if reading else self.changes(author)) else rows.none()


class ReflectionQuestionPolicy(AuthorPolicy):
    """The ten reflection questions: the core's to write; every author reads those that were published."""

    def changes(self, author: Author) -> bool:
        return author.writes_core

    def instances(self, author: Author, *, reading: bool) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if author.writes_core:
            return rows
        return rows.filter(live=True) if reading and author.writes else rows.none()


class LocalTextPolicy(AuthorPolicy):
    """Local texts: written by the trainers and administrators of their organisation alone; a platform administrator may look."""

    def reads(self, author: Author) -> bool:
        return author.is_platform_admin or self.changes(author)

    def changes(self, author: Author) -> bool:
        return author.local_organisation_id is not None

    def instances(self, author: Author, *, reading: bool) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if reading and author.is_platform_admin:
            return rows
        return rows.filter(organisation_id=author.local_organisation_id) if self.changes(author) else rows.none()


def register_policies() -> None:
    """Tell Wagtail. Images and documents by exact class, so that their apps' own registration, which comes later, does not replace ours."""
    register_permission_policy(Page, OwnedPagePolicy())
    register_permission_policy(Image, OwnedFilePolicy(Image, owner_field_name="uploaded_by_user"), exact_class=True)
    register_permission_policy(
        Document, OwnedFilePolicy(Document, owner_field_name="uploaded_by_user"), exact_class=True
    )
    register_permission_policy(Question, OwnedPolicy(Question))
    register_permission_policy(GlossaryTerm, OwnedPolicy(GlossaryTerm))
    register_permission_policy(Slot, SlotPolicy(Slot))
    register_permission_policy(ReflectionQuestion, ReflectionQuestionPolicy(ReflectionQuestion))
    register_permission_policy(LocalText, LocalTextPolicy(LocalText))


def connect_memberships() -> None:
    """Keep the groups in step with the memberships."""
    models.signals.post_save.connect(_membership_changed, sender=Membership, dispatch_uid="cms.groups")
    models.signals.post_delete.connect(_membership_changed, sender=Membership, dispatch_uid="cms.groups")


def _membership_changed(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None and not raw:
        sync_groups(user)
