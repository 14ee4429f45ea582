"""Settings: environment variables REISGENOOT_…, or a .env file beside the command. Nothing else reads the environment."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingError
from flows.errors import UnknownZone
from flows.library.text import LOCALES
from flows.trips.times import zone_info

TELEGRAM = "https://api.telegram.org"
WEATHER = "https://api.open-meteo.com/v1/forecast"
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Settings(BaseSettings):
    """Every setting with its help; `reisgenoot check` lists and tests them."""

    model_config = SettingsConfigDict(env_prefix="REISGENOOT_", env_file=".env", extra="ignore", frozen=True)

    telegram_token: SecretStr = Field(SecretStr(""), description="The bot's token from @BotFather.")
    telegram_api: str = Field(TELEGRAM, description="Base URL of the Bot API.")
    database: str = Field(
        "sqlite+aiosqlite:///reisgenoot.sqlite", description="Database URL; a SQLite file by default."
    )
    public_url: str = Field(
        "", description="Public https URL of this bot; set it to use a webhook, else polling."
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret Telegram sends with each webhook call; made from the token when empty.",
    )
    hook_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret with which a flight status service signs what it sends to /hooks/flight-status; empty is off.",
    )
    web_host: str = Field("127.0.0.1", description="Where the web door listens.")
    web_port: int = Field(8080, ge=0, le=65535, description="The web door's port; 0 takes a free one.")
    content: Path | None = Field(
        None, description="A content folder in place of the shipped one, or an overlay over it."
    )
    agency_name: str = Field("", description="The agency's name, as travellers know it.")
    agency_phone: str = Field("", description="The number travellers call in need, international form.")
    agency_email: str = Field("", description="The agency's mail address.")
    agency_hours: str = Field("", description="When the agency answers, in words.")
    agency_zone: str = Field(
        "Europe/Amsterdam", description="IANA zone of the agency, where nothing better is known."
    )
    locale: str = Field(
        "en", description="Language of staff messages, and of travellers nobody knows better."
    )
    bot_rate: float = Field(30.0, gt=0, le=1000, description="Messages a second for the whole bot.")
    chat_rate: float = Field(1.0, gt=0, description="Messages a second for one chat.")
    group_rate: float = Field(
        1 / 3, gt=0, description="Messages a second for one group (Telegram allows 20 a minute)."
    )
    poll_seconds: int = Field(50, ge=0, le=50, description="How long one getUpdates call waits.")
    weather: bool = Field(
        False, description="Look up the forecast of where travellers are or soon arrive; off by default."
    )
    weather_url: str = Field(
        WEATHER,
        description="Where forecasts are asked. Open-Meteo's free service is for non-commercial use only: an agency "
        "takes its paid one (https://customer-api.open-meteo.com/v1/forecast with a key), or runs its own.",
    )
    weather_key: SecretStr = Field(SecretStr(""), description="The key of that service, where it wants one.")
    import_cancel_percent: float = Field(
        20, ge=0, le=100, description="An import that would cancel more of the live trips than this stops."
    )
    import_shift_days: int = Field(
        60, ge=1, description="An import that would move trips by so many days is held back, or stops."
    )
    import_guard_from: int = Field(
        2, ge=1, description="From how many cancelled or moved trips on an import may be stopped."
    )
    log_json: bool = Field(False, description="Log lines as JSON.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("telegram_api", "public_url", "weather_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("agency_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            zone_info(value)
        except UnknownZone as error:
            raise ValueError(str(error)) from error
        return value

    @field_validator("locale")
    @classmethod
    def _locale(cls, value: str) -> str:
        if value not in LOCALES:
            raise ValueError(f"must be one of {', '.join(LOCALES)}")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be at most 256 of A-Z a-z 0-9 _ -, which is all that Telegram takes")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @property
    def agency(self) -> dict[str, str]:
        """The agency's facts for placeholders; empty ones are missing."""
        facts = {
            "name": self.agency_name,
            "phone": self.agency_phone,
            "email": self.agency_email,
            "hours": self.agency_hours,
        }
        return {name: value for name, value in facts.items() if value}


def read_settings(**given: object) -> Settings:
    """The settings of the environment, with `given` on top. Raises SettingError naming the first bad one."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic types each field itself
    except ValidationError as error:
        first = error.errors()[0]
        name = "REISGENOOT_" + str(first["loc"][0]).upper() if first["loc"] else "a setting"
        raise SettingError(
            setting=name,
            why=str(first["msg"]),
            remedy="`reisgenoot check` lists every setting with its help.",
        ) from error
