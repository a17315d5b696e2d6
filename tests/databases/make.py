"""Stores a small database of the newest schema beside this file: `python -m tests.databases.make`.

Run once when a schema is released, before the next migration is written; the stored files are never changed after.
They prove that every file an office may still have opens, passes `check` and upgrades.
"""

from contextlib import closing
from datetime import date
from pathlib import Path

from tests.offices import Q1, Q2, add_union, change_union, close_union, found_office, report
from unioncare_desktop.domain.records import (
    AgreementGrade,
    Area,
    Award,
    Bloc,
    BlocPair,
    Campaign,
    CampaignPilot,
    CampaignRound,
    CampaignSector,
    Correspondent,
    DeadlineMark,
    Delivery,
    DocumentText,
    DocumentType,
    Enterprise,
    FrozenReport,
    Indicator,
    IndicatorValue,
    IssuedDocument,
    IssuedFile,
    MemberCount,
    Merger,
    MergerBase,
    MergerBaseUnion,
    MergerLock,
    MergerOfficer,
    MergerPart,
    Officer,
    OfficerRole,
    PactItem,
    Period,
    PeriodClosing,
    PeriodReturn,
    Plan,
    PlanDeadline,
    PlanRegister,
    PlanTarget,
    Rating,
    RecognitionLevel,
    Registration,
    RegistrationKind,
    ReportText,
    RoundOccasion,
    RoundScore,
    Sector,
    Signer,
    StatisticLine,
    StatisticValue,
    UnionEvent,
    YearlyFact,
)
from unioncare_desktop.services import checking, office, periods, records
from unioncare_desktop.storage import stored_files
from unioncare_desktop.storage.backup import copy_into
from unioncare_desktop.storage.database import SCHEMA, Database, Session


def make(folder: Path) -> Path:
    """Write the file and return its path.

    Raises:
        FileExistsError: there is one already.
    """
    target = folder / f"{SCHEMA:04}.db"
    draft = folder / "draft.db"
    target.touch(exist_ok=False)
    with closing(office.open_office(draft, create=True, user="Lan")) as database:
        _fill(database)
        if findings := checking.check(database):
            raise ValueError(findings)
    target.unlink()
    copy_into(draft, target)
    for left in folder.glob("draft.db*"):
        left.unlink()
    return target


def _fill(database: Database) -> None:
    """Rows in every table, every kind of value, and changes of every kind in the history."""
    with database.write("Thành lập") as session:
        found_office(
            session, superior="Liên đoàn Lao động thành phố Hà Nội", place="Hà Nội", signer_name="Trần Thị Lan"
        )
        upper = add_union(session, "Công đoàn Chợ Bách Hoa", code="CS0001", area="Bách Hoa", level="Công đoàn cơ sở")
        school = add_union(session, "CĐCS Trường Mầm non Hoa Sữa", **_every_field(), upper_id=upper)
        gone = add_union(session, 'CĐCS Hợp tác xã "Đống Đa" \\ 2', code="CS0003", founded_on="1/2/1990")
    with database.write("Số liệu quý I") as session:
        report(session, Q1, school, workers=20, women_workers=18, members=15, women_members=14, admitted=2, left=1)
        report(session, Q1, gone, workers="1.234", members=9, note="Nghỉ việc:\nhai người 👩‍🌾")
    with database.write("Số liệu quý II") as session:
        report(session, Q2, school, workers=20, members=16)
        report(session, Q2, school, members=17)
        close_union(session, gone, "5/6/2023")
        change_union(session, school, chair="Lê Thị Hòa")
        (count,) = records.rows(session, MemberCount, union_id=school, members=17)
        taken_over = {"unconfirmed": "workers", "accepted_members": 17, "note": "Nhận thêm lớp", "follow_up": True}
        records.update_row(session, MemberCount, count["id"], taken_over)
    with database.write("Biến động, cán bộ") as session:
        moved = {"effective_on": date(2023, 7, 1), "was_upper_id": upper, "was_state": "active"}
        scan = {"scan_name": "QĐ 12.pdf", "scan_hash": stored_files.put(session, b"%PDF-1.7 invented")}
        records.insert_rows(session, UnionEvent, [{"union_id": school, "kind": "moved"} | moved | scan])
        role = next(iter(records.choices(session, OfficerRole)))
        term = {"term_from": date(2023, 1, 1), "term_to": date(2027, 12, 31)}
        records.insert_rows(
            session,
            Officer,
            [{"union_id": school, "role_id": role, "name": "Lê Thị Hoà", "phone": "0912345678"} | term],
        )
    with database.write("Sáp nhập") as session:
        _fill_mergers(session, school, upper)
    with database.write("Thi đua") as session:
        _fill_competitions(session, school)
    with database.write("Số liệu năm") as session:
        _fill_year(session, school)
    with database.write("Kế hoạch") as session:
        _fill_plans(session, school)
    with database.write("Văn bản, khóa sổ") as session:
        _fill_documents(session)
    with database.write("Xóa địa bàn thừa") as session:
        records.delete(session, Area, records.insert_rows(session, Area, [{"name": "Gõ nhầm"}]))


def _fill_mergers(session: Session, school: int, upper: int) -> None:
    """A merger that is proposed and what belongs to mergers, with every field that may be blank filled once."""
    period = periods.ensure(session, Q2).id
    first, second = sorted(records.choices(session, Bloc))[:2]
    decided = {"proposal": "3/TTr-CĐ", "proposed_on": date(2023, 7, 1), "decision": "4/QĐ-LĐLĐ"}
    days = {"decided_on": date(2023, 7, 5), "effective_on": date(2023, 8, 1), "chair": "Lê Thị Hoà", "note": "Đã hỏi"}
    new = {"name": "CĐCS Trường học", "kind": "founded", "period_id": period, "code": "CS0009", "bloc_id": first}
    (merger,) = records.insert_rows(session, Merger, [new | decided | days])
    parts = [
        {"merger_id": merger, "union_id": one, "members": members} for one, members in ((upper, None), (school, 9))
    ]
    records.insert_rows(session, MergerPart, parts)
    role = next(iter(records.choices(session, OfficerRole)))
    officer = {"merger_id": merger, "role_id": role, "name": "Lê Thị Hoà", "phone": "0912345678"}
    records.insert_rows(session, MergerOfficer, [officer])
    lock = {"kind": "apart", "union_id": upper, "other_id": school, "note": "Xa nhau"}
    records.insert_rows(session, MergerLock, [lock])
    base = {"name": "Đầu năm 2023", "frozen_on": date(2022, 12, 31), "period_id": period, "below": 10, "source": "KH"}
    (base_id,) = records.insert_rows(session, MergerBase, [base])
    records.insert_rows(session, MergerBaseUnion, [{"base_id": base_id, "union_id": school, "members": 9}])
    records.insert_rows(session, BlocPair, [{"bloc_id": first, "other_id": second, "source": "Họp 5/7"}])
    records.insert_rows(session, DocumentText, [{"key": "stored.test", "name": "Căn cứ", "text": "Căn cứ {kỳ};\nXét."}])
    (event,) = records.rows(session, UnionEvent, union_id=school, kind="moved")
    records.update_row(session, UnionEvent, event["id"], {"merger_id": merger})


def _fill_competitions(session: Session, school: int) -> None:
    """A campaign with everything that belongs to it, every field that may be blank filled once."""
    kinds = {name: row_id for row_id, name in records.choices(session, RegistrationKind).items()}
    level = next(iter(records.choices(session, RecognitionLevel)))
    words = {name: f"{name} 2023" for name in ("theme", "goal", "content", "measures", "participants", "note")}
    plan = {"plan_number": "667/KH-LĐLĐ", "plan_date": date(2022, 12, 26), "issuer": "LĐLĐ", "template": "gia-lam-667"}
    rule = {"required_kind_id": kinds["Công trình, phần việc"], "required_least": 1, "pilot_by": date(2023, 2, 15)}
    named = {"name": "Thi đua 2023", "year": 2023, "pilot_most": 2}
    (campaign,) = records.insert_rows(session, Campaign, [named | words | plan | rule])
    sector = next(iter(records.choices(session, Sector)))
    records.insert_rows(session, CampaignSector, [{"campaign_id": campaign, "sector_id": sector}])
    days = {"start": date(2023, 1, 1), "end": date(2023, 6, 30), "deadline": date(2023, 2, 28)}
    told = {"deadline_text": "30/02/2023", "closed_on": date(2023, 7, 5), "reopened_why": "Sót", "note": "Hỏi lại"}
    first = {"campaign_id": campaign, "number": 1, "name": "Đợt 1", "theme": "Đoàn kết", "most_score": 9_950}
    (round_id,) = records.insert_rows(session, CampaignRound, [first | days | told])
    party = {"name": "Ngày thành lập Đảng", "since": date(1930, 2, 3), "on": date(2023, 2, 3), "position": 1}
    records.insert_rows(session, RoundOccasion, [{"round_id": round_id} | party])
    pilot = {"campaign_id": campaign, "union_id": school, "launched_on": date(2023, 2, 10), "note": "Điểm"}
    records.insert_rows(session, CampaignPilot, [pilot])
    of_school = {"round_id": round_id, "union_id": school}
    person = {"honorific": "ms", "person": "Lê Thị Hoà", "position": "Hiệu trưởng"}
    asked = {"registered_on": date(2023, 2, 1), "award": "Giấy khen", "work_field": "Cảnh quan", "performer": "Tổ 1"}
    told = {"due_on": date(2023, 6, 1), "recognised": True, "in_programme": True, "note": "Đủ", "added_later": True}
    result = {
        "outcome": "partly",
        "achieved": 1,
        "decision": "5/QĐ",
        "decided_on": date(2023, 6, 20),
        "level_id": level,
    }
    work = {"kind_id": kinds["Công trình, phần việc"], "content": "Vườn hoa", "quantity": 2, "result_note": "Còn 1"}
    pact = {"kind_id": kinds["Giao ước thi đua"], "content": "Giao ước 2023"}
    full, bare = of_school | work | person | asked | told | result, of_school | pact
    (registration,) = records.insert_rows(session, Registration, [full])
    (promised,) = records.insert_rows(session, Registration, [bare])
    target = {"part": "target", "unit": "%", "planned": "100", "result": "98,5", "note": "Gần đủ", "position": 1}
    running = {"goal": "Đạt chuẩn", "starts_on": date(2023, 1, 5), "ends_on": date(2023, 6, 30)}
    item = {"registration_id": promised, "name": "Đoàn viên đạt LĐTT"}
    records.insert_rows(session, PactItem, [item | target | running])
    proposed = {"registration_id": registration, "kind": "form", "name": "Giấy khen", "state": "awarded", "quantity": 1}
    papers = {"proposal": "6/TTr", "proposed_on": date(2023, 6, 25), "decision": "7/QĐ", "decided_on": date(2023, 7, 1)}
    records.insert_rows(session, Award, [of_school | proposed | person | papers | {"level_id": level, "note": "Trao"}])
    records.insert_rows(session, RoundScore, [of_school | {"score": 9_550, "rank": 1, "note": "Nhất"}])


def _fill_year(session: Session, school: int) -> None:
    """Yearly facts of a union and an enterprise, with every field."""
    rating, grade = (next(iter(records.choices(session, one))) for one in (Rating, AgreementGrade))
    signed = {"agreement": "yes", "agreement_from": date(2022, 5, 1), "agreement_until": date(2025, 4, 30)}
    counted = {"dialogues": 2, "officers": 5, "officers_trained": 4, "participants": 15, "hardship": 2, "helped": 2}
    more = {"studying": 6, "taught": 20, "phantom": 1, "double": 1, "initiatives": 3, "initiatives_entered": 2}
    told = {"rating_id": rating, "agreement_grade_id": grade, "conference": "yes", "note": "Đã kiểm tra"}
    records.insert_rows(session, YearlyFact, [{"union_id": school, "year": 2023} | signed | counted | more | told])
    (area, _name), *_rest = records.choices(session, Area).items()
    sector = next(iter(records.choices(session, Sector)))
    company = {"name": "Công ty TNHH Sao Mai", "code": "0101234567", "area_id": area, "sector_id": sector}
    asked = {"address": "5 phố Chợ", "business": "May", "workers": 40, "contact": "Phạm Văn Tú", "phone": "0912345678"}
    state = {"email": "tu@example.vn", "surveyed_on": date(2023, 3, 1), "state": "founded", "union_id": school}
    records.insert_rows(session, Enterprise, [company | asked | state | {"note": "Hẹn gặp lại"}])


def _fill_plans(session: Session, school: int) -> None:
    """A plan with everything that belongs to it, a value entered by hand and a return, every field filled once."""
    indicator, kind, sector, area, base, period = (
        min(row["id"] for row in records.rows(session, one))
        for one in (Indicator, RegistrationKind, Sector, Area, MergerBase, Period)
    )
    days = {"issued_on": date(2022, 12, 26), "valid_from": date(2023, 1, 1), "valid_to": date(2023, 12, 31)}
    named = {"number": "7/KH-LĐLĐ", "issuer": "LĐLĐ thành phố", "name": "Kế hoạch năm 2023", "template": "mau"}
    (plan,) = records.insert_rows(session, Plan, [named | days | {"note": "Bản in"}])
    of_plan = {"plan_id": plan, "line": "29", "note": "Đã hỏi"}
    wanted = {"indicator_id": indicator, "words": "trên 55%", "comparator": ">", "value": 5500, "base": "đã ký"}
    limits = {"by": date(2023, 12, 31), "rhythm": "yearly", "sector_id": sector, "area_id": area}
    records.insert_rows(session, PlanTarget, [of_plan | wanted | limits | {"merger_base_id": base}])
    asked = {"name": "Báo cáo quý", "kind": "report", "who": "CĐCS", "words": "chậm nhất 30/02", "problem": "Không có"}
    due = {"due": date(2023, 2, 28)}
    rule = {"rule": "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"}
    deadline, _other = records.insert_rows(session, PlanDeadline, [of_plan | asked | due, of_plan | asked | rule])
    records.insert_rows(session, PlanRegister, [of_plan | {"name": "Công trình", "kind_id": kind}])
    marked = {"on": date(2023, 2, 20), "note": "Gửi thư"}
    snoozed = {"state": "snoozed", "until": date(2023, 3, 10)}
    done = {"period_id": period, "due": date(2023, 3, 14)} | marked
    records.insert_rows(session, DeadlineMark, [{"deadline_id": deadline} | due | marked | snoozed])
    records.insert_rows(session, DeadlineMark, [done])
    told = {"on": date(2023, 6, 30), "numerator": 90, "denominator": 100, "note": "Theo báo cáo"}
    records.insert_rows(session, IndicatorValue, [{"indicator_id": indicator} | told])
    returned = {"received_on": date(2023, 3, 10), "reminders": 2, "reminded_on": date(2023, 3, 9), "note": "Zalo"}
    records.insert_rows(session, PeriodReturn, [{"union_id": school, "period_id": period} | returned])


def _fill_documents(session: Session) -> None:
    """A document and the one that corrects it, with files, closing, delivery and texts, every field filled once."""
    kind, line, period = (
        min(row["id"] for row in records.rows(session, one)) for one in (DocumentType, StatisticLine, Period)
    )
    content = stored_files.put(session, b"invented content")
    numbered = {"type_id": kind, "series": "2023", "symbol": "BC-LĐLĐ", "subject": "Số liệu Quý I/2023"}
    told = {"recipients": "Như trên\nLưu: VT", "signer": "Lê Thị Hoà", "report": "members", "period_id": period}
    hashes = {"data_hash": content, "content_hash": content, "note": "Bản giấy đã gửi"}
    first = numbered | told | hashes | {"number": 1, "issued_on": date(2023, 3, 14), "cancelled_why": "Sai tên"}
    (document,) = records.insert_rows(session, IssuedDocument, [first])
    second = numbered | {"number": 2, "issued_on": date(2023, 4, 3), "corrects_id": document}
    records.insert_rows(session, IssuedDocument, [second])
    file = {"document_id": document, "name": "BC_2023Q1.pdf", "format": "pdf", "file_hash": content}
    records.insert_rows(session, IssuedFile, [file | {"signed": True, "signed_by": "Lê Thị Hoà"}])
    days = {"closed_on": date(2023, 3, 20), "reopened_on": date(2023, 4, 1), "reopened_why": "Sót một đơn vị"}
    (closing,) = records.insert_rows(session, PeriodClosing, [{"period_id": period} | days])
    frozen = {"closing_id": closing, "report": "members", "data_hash": content, "content_hash": content}
    records.insert_rows(session, FrozenReport, [frozen])
    written = {"report": "periodic", "period_id": period, "part": "difficulties", "text": "Thiếu cán bộ.\nThiếu máy."}
    records.insert_rows(session, ReportText, [written])
    records.insert_rows(session, StatisticValue, [{"line_id": line, "period_id": period, "value": 12, "note": "Ước"}])
    book = {"name": "LĐLĐ thành phố", "person": "Trần Văn Tú", "email": "bantochuc@example.vn", "phone": "0243123456"}
    records.insert_rows(session, Correspondent, [book | {"usual": True, "note": "Gửi trước ngày 15"}])
    sent = {"recipient": "LĐLĐ thành phố", "email": "bantochuc@example.vn", "channel": "email", "state": "sent"}
    days = {"drafted_on": date(2023, 3, 14), "sent_on": date(2023, 3, 14), "replied_on": date(2023, 3, 16)}
    words = {"subject": "Báo cáo quý I", "files": "BC_2023Q1.pdf", "reply": "Đã nhận", "note": "Gọi lại"}
    of = {"document_id": document, "report": "members", "period_id": period, "content_hash": content}
    records.insert_rows(session, Delivery, [of | sent | days | words])
    signer = {"name": "Phạm Văn Tú", "form": "kt", "on_behalf": "BAN THƯỜNG VỤ", "head": "CHỦ TỊCH"}
    picture = {"picture_name": "chu-ky.png", "picture_hash": content}
    records.insert_rows(session, Signer, [signer | {"position": "PHÓ CHỦ TỊCH"} | picture])


def _every_field() -> dict[str, object]:
    return {
        "code": "CS0002",
        "sector": "Sự nghiệp công lập",
        "bloc": "Trường học",
        "area": "Bách Hoa",
        "address": "12 ngõ Hoa Sữa",
        "business": "Giáo dục mầm non",
        "founded_on": "15/3/1998",
        "decision": "12/QĐ-LĐLĐ",
        "committee_size": 3,
        "inspection_size": 1,
        "chair": "Lê Thị Hoà",
        "phone": "0912345678",
        "email": "hoasua@example.vn",
        "note": "Chuyển về phường từ 1/7/2025",
    }


if __name__ == "__main__":
    print(make(Path(__file__).parent))  # noqa: T201 - what it made
