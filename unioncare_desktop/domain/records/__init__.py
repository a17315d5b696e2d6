"""All record types in the order in which they depend on each other. A new one gets a file and its name here."""

from sqlalchemy import CheckConstraint

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.awards import (
    AgreementGrade,
    AwardForm,
    AwardTitle,
    Rating,
    RecognitionLevel,
    RegistrationKind,
)
from unioncare_desktop.domain.records.campaign import (
    Campaign,
    CampaignPilot,
    CampaignRound,
    CampaignSector,
    RoundOccasion,
)
from unioncare_desktop.domain.records.correspondence import Correspondent, Delivery
from unioncare_desktop.domain.records.document_text import DocumentText
from unioncare_desktop.domain.records.indicator import Indicator, IndicatorValue
from unioncare_desktop.domain.records.issued_document import DocumentType, IssuedDocument, IssuedFile
from unioncare_desktop.domain.records.lists import Area, Bloc, Level, Sector
from unioncare_desktop.domain.records.member_count import MemberCount
from unioncare_desktop.domain.records.merger import (
    BlocPair,
    Merger,
    MergerBase,
    MergerBaseUnion,
    MergerLock,
    MergerOfficer,
    MergerPart,
)
from unioncare_desktop.domain.records.office import Office, Threshold
from unioncare_desktop.domain.records.officer import Officer, OfficerRole
from unioncare_desktop.domain.records.period import Period
from unioncare_desktop.domain.records.period_closing import FrozenReport, PeriodClosing
from unioncare_desktop.domain.records.period_return import PeriodReturn
from unioncare_desktop.domain.records.plan import DeadlineMark, Plan, PlanDeadline, PlanRegister, PlanTarget
from unioncare_desktop.domain.records.registration import Award, PactItem, Registration, RoundScore
from unioncare_desktop.domain.records.report_part import ReportText, StatisticLine, StatisticValue
from unioncare_desktop.domain.records.signing import LayoutSize, Signer
from unioncare_desktop.domain.records.union import Union
from unioncare_desktop.domain.records.union_event import UnionEvent
from unioncare_desktop.domain.records.yearly import Enterprise, YearlyFact

RECORDS: tuple[type[Record], ...] = (
    Office,
    Threshold,
    DocumentText,
    Level,
    Sector,
    Bloc,
    BlocPair,
    Area,
    OfficerRole,
    RegistrationKind,
    RecognitionLevel,
    AwardTitle,
    AwardForm,
    Rating,
    AgreementGrade,
    Union,
    Period,
    Merger,
    MergerPart,
    MergerOfficer,
    MergerLock,
    MergerBase,
    MergerBaseUnion,
    UnionEvent,
    Officer,
    MemberCount,
    Campaign,
    CampaignSector,
    CampaignRound,
    RoundOccasion,
    CampaignPilot,
    Registration,
    PactItem,
    Award,
    RoundScore,
    YearlyFact,
    Enterprise,
    Indicator,
    IndicatorValue,
    Plan,
    PlanTarget,
    PlanDeadline,
    PlanRegister,
    DeadlineMark,
    PeriodReturn,
    LayoutSize,
    Signer,
    DocumentType,
    IssuedDocument,
    IssuedFile,
    PeriodClosing,
    FrozenReport,
    ReportText,
    StatisticLine,
    StatisticValue,
    Correspondent,
    Delivery,
)


def _limits_become_constraints() -> None:
    """Every limit that a kind states holds in the database too."""
    for record_type in RECORDS:
        table = record_type.__table__
        for name, described in fields_of(record_type).items():
            if (limit := described.kind.limit) is not None:
                condition = limit.format(column=f'"{name}"')
                table.append_constraint(CheckConstraint(condition, name=f"{name}_range"))  # type: ignore[attr-defined] # a Table


_limits_become_constraints()

__all__ = [
    "RECORDS",
    "AgreementGrade",
    "Area",
    "Award",
    "AwardForm",
    "AwardTitle",
    "Bloc",
    "BlocPair",
    "Campaign",
    "CampaignPilot",
    "CampaignRound",
    "CampaignSector",
    "Correspondent",
    "DeadlineMark",
    "Delivery",
    "DocumentText",
    "DocumentType",
    "Enterprise",
    "FrozenReport",
    "Indicator",
    "IndicatorValue",
    "IssuedDocument",
    "IssuedFile",
    "LayoutSize",
    "Level",
    "MemberCount",
    "Merger",
    "MergerBase",
    "MergerBaseUnion",
    "MergerLock",
    "MergerOfficer",
    "MergerPart",
    "Office",
    "Officer",
    "OfficerRole",
    "PactItem",
    "Period",
    "PeriodClosing",
    "PeriodReturn",
    "Plan",
    "PlanDeadline",
    "PlanRegister",
    "PlanTarget",
    "Rating",
    "RecognitionLevel",
    "Registration",
    "RegistrationKind",
    "ReportText",
    "RoundOccasion",
    "RoundScore",
    "Sector",
    "Signer",
    "StatisticLine",
    "StatisticValue",
    "Threshold",
    "Union",
    "UnionEvent",
    "YearlyFact",
]
