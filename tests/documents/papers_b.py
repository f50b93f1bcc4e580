# SPDX-License-Identifier: MulanPSL-2.0
"""Facts that fill the forms of coercion, evidence and the case: full values of every field, and a draft without any."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.document import DocumentFacts, DocumentKind, Referred
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.inspection import Participant, PersonRole
from tests.documents.paper import make_facts

K = DocumentKind
GOODS = (
    {"name": "过氧化氢（27.5%）", "spec": "25kg/桶", "unit": "桶", "quantity": "40", "remark": "桶身无安全标签"},
    {"name": "丙酮", "spec": "160kg/桶", "unit": "桶", "quantity": "12", "remark": "其中2桶已开封"},
    {
        "name": "乙类危险化学品仓库东侧隔间",
        "spec": "海河道18号院内东北角",
        "unit": "间",
        "quantity": "1（36平方米）",
        "remark": "门锁加封",
    },
)
MATTER = (
    "2026年11月20日，你单位乙类危险化学品仓库内将丙酮12桶与过氧化氢（27.5%）40桶同库存放，间距0.6米，"
    "不满足禁忌物料分开存放的要求，仓库内未设置可燃气体检测报警装置。"
)
REASON = "丙酮与过氧化氢为禁忌物料，仓库不具备分开存放条件，当事人未能当场移出，有发生火灾、爆炸的现实危险。"
HANDLER = "当事人的行为涉嫌违法储存危险化学品，建议采取上述措施。"
OPINIONS = {
    "handler_opinion": HANDLER,
    "reviewer": "周敏",
    "reviewer_opinion": "事实清楚，依据正确，拟同意。",
    "approver": "郑国华",
    "approver_opinion": "同意。",
    "approved_on": "2026-11-20",
}
QUESTIONS = (
    ("你在单位负责什么工作？", "我是仓库保管员，负责出入库登记和钥匙保管，从2019年3月起在这里工作。"),
    ("丙酮是哪一天入库的？", "11月16日，一共12桶，我有入库单。"),
    ("为什么和过氧化氢放在同一间？", "西侧隔间的货架在修，暂时没有地方放。\n我知道这两样东西不能放在一起。"),
    ("入库前有没有向安全总监报告？", "没有。"),
)
PENALTY: FieldValues = {
    "postcode": "301900",
    "facts": MATTER,
    "violated": "《中华人民共和国安全生产法》第三十九条第二款",
    "basis": "《中华人民共和国安全生产法》第一百零一条第（一）项",
    "defence": "当事人陈述西侧隔间正在维修。经复核，维修不能成为同库存放的理由，不予采纳。",
    "penalty": ("warning", "fine"),
    "fine": "2850.50",
    "payment": "bank",
    "bank": "天津农村商业银行蓟州支行",
    "account": "9105001030010000012345",
    "correction": "2026年11月30日前改正",
}
PERSON: FieldValues = {
    "person": "宋𬭚",
    "gender": "female",
    "age": "43",
    "id_no": "11010519491231002X",
    "address": "天津市蓟州区渔阳镇光明小区6号楼2门301",
    "phone": "13800000000",
    "duty": "仓库保管员",
}

# Every field of every form, as a window or a FIELDS.json gives them.
FULL: dict[DocumentKind, FieldValues] = {
    K.COERCION_APPROVAL: {
        "cause": "涉嫌违法储存危险化学品",
        "measure": "seal",
        "objects": "乙类危险化学品仓库东侧隔间1间，内存丙酮12桶、过氧化氢40桶",
        "reason": REASON,
        "basis": "《中华人民共和国危险化学品安全法》第八条",
        "period_from": "2026-11-20",
        "period_to": "2026-12-19",
        **OPINIONS,
    },
    K.SEIZURE_DECISION: {
        "measure": "seal",
        "reason": MATTER,
        "basis": "《中华人民共和国危险化学品安全法》第八条",
        "objects": "乙类危险化学品仓库东侧隔间1间，内存丙酮12桶、过氧化氢40桶",
        "period_from": "2026-11-20",
        "period_to": "2026-12-19",
        "testing": "2026年11月21日至2026年11月30日",
        "keeper": "仓储部马俊",
        "keep_place": "就地查封：仓库东侧隔间",
        "is_urgent": "yes",
        "measure_at": "2026-11-20T10:40+08:00",
        "approver": "郑国华",
        "approved_on": "2026-11-20",
        "approved_at": "2026-11-20T15:05+08:00",
    },
    K.SEIZURE_INVENTORY: {"goods": GOODS},
    K.SEIZURE_RECORD: {
        "started_at": "2026-11-20T10:40+08:00",
        "ended_at": "2026-11-20T12:15+08:00",
        "steps": ("report", "two_officers", "credentials", "party_present", "told", "heard", "recorded", "signed"),
        "facts": "10时40分，执法人员张建国、欧阳䶮出示证件，安全总监刘志强到场。\n"
        "10时55分，当场宣读并交付查封扣押决定书，清点丙酮12桶、过氧化氢40桶。\n12时05分，在隔间门缝加贴封条4张。",
        "party_statement": "刘志强：西侧隔间货架在修，三天内可以腾出来，对清点的数量没有意见。",
        "seals": "津蓟应急封0012号至0015号",
    },
    K.SEIZURE_EXTENSION: {
        "reason": "过氧化氢的组分须送检，检测机构预计2026年12月28日出具报告，原期限内不能查清事实。",
        "old_to": "2026-12-19",
        "new_to": "2027-01-15",
        "approver": "郑国华",
        "approved_on": "2026-12-17",
    },
    K.SEIZURE_DISPOSAL: {
        "disposal": "release",
        "goods": GOODS,
        "reason": "当事人已将过氧化氢移至专用仓库，2026年12月10日复查合格。",
        "basis": "《中华人民共和国安全生产法》第六十五条第一款第（四）项",
        "transfer_to": "天津市公安局蓟州分局",
        "collect": "2026年12月12日9时，仓库东侧隔间现场交接",
        "decided_on": "2026-12-11",
    },
    K.INTERVIEW_NOTICE: {
        "person": "宋𬭚",
        "matter": "仓库东侧隔间丙酮、过氧化氢的入库和存放情况",
        "at": "2026-11-23T09:30+08:00",
        "place": "天津市蓟州区兴华大街22号308室",
        "basis": "《中华人民共和国安全生产法》第六十五条第一款第（一）项",
        "materials": "2026年11月出入库单、仓库保管员任命文件",
    },
    K.INTERVIEW_RECORD: {
        "started_at": "2026-11-23T09:32+08:00",
        "ended_at": "2026-11-23T10:47+08:00",
        "ordinal": "1",
        "place": "天津市蓟州区应急管理局308室",
        "interviewee": "宋𬭚",
        "gender": "female",
        "age": "43",
        "id_no": "11010519491231002X",
        "unit": "天津渤海精细化工（蓟州）有限公司",
        "title": "仓库保管员",
        "address": "天津市蓟州区渔阳镇光明小区6号楼2门301",
        "phone": "13800000000",
        "recorder": "欧阳䶮",
        "present": "李㛃",
        "told_answer": "听清楚了，不申请回避。",
        "answers": tuple({"question": q, "answer": a} for q, a in QUESTIONS),
    },
    K.SCENE_RECORD: {
        "started_at": "2026-11-20T14:05+08:00",
        "ended_at": "2026-11-20T15:20+08:00",
        "place": "乙类危险化学品仓库东侧隔间",
        "weather": "晴，东北风3级，室内温度11摄氏度",
        "party": "刘志强（安全总监）",
        "witness": "赵立新（上仓镇工业园区管委会）",
        "invited": "钱德海（注册安全工程师）",
        "recorder": "欧阳䶮",
        "facts": "隔间坐北朝南，东西长6.0米、南北宽6.0米，净高3.2米。丙酮12桶靠东墙两排码放，"
        "过氧化氢40桶靠西墙两层码放，最近两桶间距0.6米（钢卷尺测量）。",
        "results": "丙酮与过氧化氢同库存放，间距0.6米，隔间内没有可燃气体检测报警装置。",
        "sketches": "平面图1张；照片1至6",
    },
    K.SAMPLING_RECEIPT: {
        "sampled_at": "2026-11-20T11:10+08:00",
        "place": "乙类危险化学品仓库东侧隔间",
        "method": "随机抽取，每批2桶，各取样500mL",
        "sealing": "样品瓶加贴封条津蓟应急样0007号、0008号，备份样品由当事人冷藏保存",
        "basis": "《中华人民共和国行政处罚法》第五十六条",
        "samples": (
            {"name": "过氧化氢（27.5%）", "spec": "25kg/桶", "batch": "HX20261103", "quantity": "1000mL"},
            {"name": "丙酮", "spec": "160kg/桶", "batch": "BT-2026-1016", "quantity": "500mL"},
        ),
    },
    K.PRESERVATION_APPROVAL: {
        "case_name": "天津渤海精细化工（蓟州）有限公司涉嫌违法储存危险化学品案",
        "facts": MATTER,
        "goods": GOODS[:2],
        "reason": "出入库单和监控主机在当事人控制之下，可能被更改或者覆盖，以后难以取得。",
        "basis": "《中华人民共和国行政处罚法》第五十六条",
        "keep_method": "elsewhere",
        "keep_place": "区应急局证据室",
        **OPINIONS,
    },
    K.PRESERVATION_NOTICE: {
        "matter": MATTER,
        "basis": "《中华人民共和国行政处罚法》第五十六条",
        "goods": GOODS,
        "keep_method": "elsewhere",
        "keep_place": "区应急局证据室",
        "preserved_on": "2026-11-20",
        "until": "2026-12-01",
        "handling_on": "2026-11-30",
        "approver": "郑国华",
        "approved_on": "2026-11-19",
    },
    K.PRESERVATION_DISPOSAL: {
        "disposal": "transfer",
        "decided_on": "2026-11-27",
        "goods": GOODS,
        "reason": "出入库单、监控录像已复制固定，数量与清单一致。",
        "transfer_to": "天津市公安局蓟州分局",
    },
    K.CASE_APPROVAL: {
        "cause": "涉嫌违法储存危险化学品",
        "source": "监督检查发现",
        "occurred_on": "2026-11-20",
        "case_name": "天津渤海精细化工（蓟州）有限公司涉嫌违法储存危险化学品案",
        "party_profile": "有限责任公司，从业人员186人，主要产品为甲醇衍生物。",
        "postcode": "301900",
        "facts": MATTER,
        **OPINIONS,
    },
    K.SPOT_PENALTY_UNIT: PENALTY,
    K.SPOT_PENALTY_PERSON: {
        **PENALTY,
        **PERSON,
        "facts": "2026年11月16日，你作为仓库保管员，将丙酮12桶与过氧化氢40桶存入同一隔间，未向单位报告。",
        "fine": "150",
    },
    K.SERVICE_RECEIPT: {
        "case_name": "天津渤海精细化工（蓟州）有限公司涉嫌违法储存危险化学品案",
        "receiver": "天津渤海精细化工（蓟州）有限公司",
        "served": (
            {
                "document": "查封扣押决定书",
                "number": "（津蓟）应急查扣〔2026〕3号",
                "receiver": "刘志强",
                "place": "公司综合楼会议室",
                "at": "2026-11-20T12:20+08:00",
                "method": "direct",
                "servers": "张建国、欧阳䶮",
            },
            {"document": "责令限期整改指令书", "number": "（津蓟）应急责改〔2026〕12号", "method": "left"},
        ),
        "remark": "责令限期整改指令书：受送达人拒收，理由为对问题2有异议，见证人赵立新。",
    },
}
WORDS = {
    K.SEIZURE_DECISION: "查扣",
    K.SEIZURE_EXTENSION: "延查扣",
    K.SEIZURE_DISPOSAL: "查扣处",
    K.INTERVIEW_NOTICE: "询",
    K.SAMPLING_RECEIPT: "抽",
    K.PRESERVATION_APPROVAL: "先保审",
    K.PRESERVATION_NOTICE: "先保通",
    K.PRESERVATION_DISPOSAL: "先保处",
    K.CASE_APPROVAL: "立",
    K.SPOT_PENALTY_UNIT: "当罚",
    K.SPOT_PENALTY_PERSON: "当罚",
    K.SERVICE_RECEIPT: "回",
}
INNER = {  # papers without a number of their own: an inner register number, which is not printed
    K.COERCION_APPROVAL: "强制审批",
    K.SEIZURE_INVENTORY: "查扣清单",
    K.SEIZURE_RECORD: "现场笔录",
    K.INTERVIEW_RECORD: "询问笔录",
    K.SCENE_RECORD: "勘验笔录",
}
REMEDY = (
    "如不服本决定书，可以自收到之日起六十日内向天津市蓟州区人民政府申请行政复议，也可以自收到之日起六个月内依法向"
    "天津市蓟州区人民法院提起行政诉讼。行政复议、行政诉讼期间，不停止执行本决定书，法律另有规定的除外。"
)
REVIEW_FIRST = (
    "如不服本决定，应当自收到之日起六十日内先向天津市蓟州区人民政府申请行政复议；对行政复议决定不服的，可以自收到"
    "行政复议决定书之日起十五日内依法向天津市蓟州区人民法院提起行政诉讼。"
)
REFERS = {
    K.SEIZURE_INVENTORY: K.SEIZURE_DECISION,
    K.SEIZURE_RECORD: K.SEIZURE_DECISION,
    K.SEIZURE_EXTENSION: K.SEIZURE_DECISION,
    K.SEIZURE_DISPOSAL: K.SEIZURE_DECISION,
    K.PRESERVATION_DISPOSAL: K.PRESERVATION_NOTICE,
    K.COERCION_APPROVAL: K.INSPECTION_RECORD,
    K.CASE_APPROVAL: K.INSPECTION_RECORD,
    K.SPOT_PENALTY_UNIT: K.INSPECTION_RECORD,
    K.SPOT_PENALTY_PERSON: K.INSPECTION_RECORD,
}
TITLES = {
    K.SEIZURE_DECISION: ("查封扣押决定书", "（津蓟）应急查扣〔2026〕3号"),
    K.PRESERVATION_NOTICE: ("先行登记保存证据通知书", "（津蓟）应急先保通〔2026〕2号"),
    K.INSPECTION_RECORD: ("现场检查记录", "（津蓟）应急检记〔2026〕12号"),
}


def remedy_of(kind: DocumentKind) -> str:
    """The remedy sentence as the law data gives it; that of a penalty on the spot says review first."""
    return REVIEW_FIRST if kind in (K.SPOT_PENALTY_UNIT, K.SPOT_PENALTY_PERSON) else REMEDY


def full_facts(kind: DocumentKind, **changes: object) -> DocumentFacts:
    """Facts with every field filled and an earlier document where there is one."""
    referred = None
    if kind in REFERS:
        title, number = TITLES[REFERS[kind]]
        referred = Referred(kind=REFERS[kind], title=title, number=number, issued_on=date(2026, 11, 20))
    given: dict[str, object] = {
        "number": f"{INNER[kind]}2026-3" if kind in INNER else f"（津蓟）应急{WORDS[kind]}〔2026〕3号",
        "referred": referred,
        "referred_number": "",
        "items": (),
        "remedy": remedy_of(kind),
        "fields": FULL[kind],
        "witnesses": (Participant(role=PersonRole.WITNESS, name="赵立新", unit="上仓镇工业园区管委会"),),
    }
    return make_facts(kind, 0, **{**given, **changes})


def empty_draft(kind: DocumentKind) -> DocumentFacts:
    """A draft in which nothing is filled in yet."""
    return full_facts(kind, fields={}, is_draft=True, number="", remedy="", referred=None, witnesses=())
