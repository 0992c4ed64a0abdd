"""People who sign in: the delegation, and the posts."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from correspondents.records.fields import optional_key
from correspondents.records.tracking import tracked

DELEGATION_GROUP = "Délégation"
POST_GROUP = "Poste"
BY_POST, BY_DELEGATION = "le poste", "la délégation"  # « vérifié par »


class UserQuerySet(models.QuerySet):
    def kept_by(self, user):
        """Those a person opens, invites and closes: for the delegation, the accounts of posts."""
        if user.is_superuser:
            return self
        if user.is_delegation:
            return self.filter(post__isnull=False, is_staff=False, is_superuser=False)
        return self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Accounts are found by e-mail, whatever its case."""

    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("Une adresse électronique est nécessaire.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
class User(AbstractUser):
    """An account; `post` is set for the people of a post, and for them only."""

    class PostFunction(models.TextChoices):
        DRAFTS = "drafts", "rédige"
        VALIDATES = "validates", "valide"

    username = None
    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Un compte existe déjà avec cette adresse."},
    )
    post = optional_key("Post", "users", verbose_name="poste")

    post_function = models.CharField(
        "fonction au poste",
        max_length=10,
        choices=PostFunction,
        blank=True,
        help_text="« Valide » : COCAC, ambassadeur ; « rédige » : correspondant, volontaire.",
    )
    wants_digest = models.BooleanField("reçoit le résumé de la semaine", default=True)
    zones = models.ManyToManyField(
        "correspondents.Zone",
        verbose_name="zones suivies",
        related_name="followers",
        blank=True,
        help_text="Délégation : les zones de « ma zone » ; aucune : toutes.",
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=models.Q(email=models.functions.Lower("email")),
                violation_error_message="L’adresse électronique s’écrit en minuscules.",
            ),
            models.CheckConstraint(
                name="post_account_has_a_function",
                condition=models.Q(post__isnull=True, post_function="")
                | models.Q(post__isnull=False, post_function__in=["drafts", "validates"]),
                violation_error_message="Un compte de poste indique sa fonction "
                "(rédige ou valide) ; un compte sans poste n’en a pas.",
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        self.email = self.__class__.objects.normalize_email(self.email).lower()

    @cached_property
    def is_delegation(self):
        """Whether the account is one of the delegation's staff."""
        if not (self.is_active and self.is_staff):
            return False
        return self.is_superuser or self.groups.filter(name=DELEGATION_GROUP).exists()

    @property
    def signature(self):
        """The name under which an act is published: never an address."""
        return self.get_full_name() or (BY_POST if self.post_id else BY_DELEGATION)

    @property
    def verifier(self):
        """The words that follow « vérifié le … par », inside; in public, see `publish`."""
        name = self.get_full_name()
        return f"{name}, {BY_DELEGATION}" if name and not self.post_id else self.signature

    @property
    def validates(self):
        """Whether the account decides for its post: COCAC, ambassador."""
        return (
            self.is_active
            and self.post_id is not None
            and self.post_function == self.PostFunction.VALIDATES
        )
