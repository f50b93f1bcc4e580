# SPDX-License-Identifier: MulanPSL-2.0
"""What one would write into the forms before, of and after a visit."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.document_fields import Value

# By the field, or by kind and field where one text does not fit all; the rest gets a text made of its label.
WRITTEN: Mapping[str, Value] = {
    "basis": "《中华人民共和国安全生产法》第六十五条第一款第（三）项",
    "items": "危险化学品生产企业安全生产监督检查：安全生产许可证、重大危险源管理、特殊作业管理、设备设施维护保养",
    "materials": "安全生产许可证；重大危险源备案文件；近三个月特殊作业票证；特种作业人员证件",
    "report_channel": "022-29140000，天津市蓟州区兴华大街2号",
    "object": "甲醇储罐区3号储罐及其装卸泵、一车间R-201反应釜",
    "period": "自2026年11月21日起至重大事故隐患排除并经审查同意恢复之日止",
    "unsafe_reason": "R-201反应釜温度高高联锁被旁路，反应失控时无法自动切断进料，旁路恢复前继续投料可能发生爆炸。",
    "reason": "更换的联锁模块需由制造厂供货，合同约定2026年12月18日到货，安装调试需要五天，附采购合同一份。",
    "content": "1．安全生产许可证和人员资格；\n2．重大危险源的监测监控、备案和包保责任；\n3．动火、受限空间作业管理；"
    "\n4．储罐区围堰、可燃气体报警器。",
    "opinion": "联锁旁路尚未恢复，配电柜柜门锁具尚未修复；恢复以前，R-201反应釜不得投料运行。",
    "project": "蓟州区上仓镇工业园区研发中心工程（1号楼、2号楼及地下车库）",
    "progress": "1号楼主体结构地上十二层",
    "permit_no": "120225202603150101",
    "hazard_report.facts": "2026年11月20日巡查时，甲醇储罐区东侧围堰排水阀处于常开状态，未设置“常闭”标识；"
    "11月21日发出告知单，至12月5日复查时排水阀仍未关闭，企业负责人称正在采购锁具。",
    "closure_proposal.facts": "2026年6月以来，该单位先后两次因安全生产违法行为受到行政处罚；7月3日被责令停产停业整顿，"
    "10月8日复查，重大危险源监测监控系统、紧急切断装置仍不能正常使用，不具备安全生产条件。",
    "closure_proposal.measures": "作出现场处理措施决定，责令停产停业整顿；挂牌督办；约谈主要负责人。",
    "closure_proposal.basis": "《中华人民共和国安全生产法》第一百一十三条",
    "closure_proposal.opinion": "该单位经停产停业整顿仍不具备安全生产条件，提请依法予以关闭。",
    "case_transfer.basis": "《中华人民共和国行政处罚法》第二十七条",
    "case_transfer.reason": "该单位未取得安全生产许可证，擅自生产危险化学品，涉嫌构成犯罪，应当由公安机关管辖。",
    "construction_resumption.reason": "九层悬挑脚手架连墙件仍缺失6处，模板支撑未按专项方案加设剪刀撑。",
    "construction_stop.basis": "《建设工程安全生产管理条例》第四十三条第（四）项",
    "construction_stop.unsafe_reason": "悬挑脚手架连墙件缺失，拆改期间架体可能失稳坍塌，下方为人员通道。",
    "resumption_reply.reason": "储罐区围堰排水阀未加锁，远程切断阀联动试验不合格。",
    "inspection_approval.basis": "《中华人民共和国安全生产法》第六十五条第一款第（一）项",
    "inspection_notice.basis": "《中华人民共和国安全生产法》第六十五条第一款第（一）项",
    "superior": "天津市蓟州区应急管理局",
    "receiver": "天津市公安局蓟州分局",
    "government": "天津市蓟州区人民政府",
    "violated": "《中华人民共和国特种设备安全法》第四十条第三款",
    "cap_reason": "举报核查，按本区公布的规定不计入年度频次",
    "no_notice_reason": "举报反映夜间违规动火，提前通知可能影响核实",
    "joint_departments": "天津市蓟州区消防救援支队",
    "handler_opinion": "该单位属重点监管的危险化学品生产企业，拟按计划实施检查，请审核。",
    "reviewer": "孙志远",
    "reviewer_opinion": "事项已公布，频次未超出，同意，请领导审批。",
    "approver": "王立军",
    "approver_opinion": "同意。注意廉洁纪律和自身安全。",
    "contact": "刘志强（安全总监）",
    "contact_phone": "13900000000",
    "remark": "携带可燃气体检测仪、测距仪、记录仪；市化工安全技术协会派一名专家协助。",
    "prohibitions": "（按本机关执行的文本填写）",
    "site": "天津市蓟州区上仓镇工业园区海河道20号",
    "owner": "天津蓟州产业园建设发展有限公司",
    "supervisor_unit": "天津华北工程建设监理有限公司",
    "project_manager": "高建军",
    "chief_supervisor": "郑文博",
    "report_to": "天津市蓟州区建设工程质量安全监督站",
    "stop_part": "1号楼九层以上外脚手架搭设和模板支撑作业",
    "measures": "已发出隐患告知单，两次上门劝告，安排人员每日巡查。",
    "asked_by": "总经理陈𬭚",
    "interim": "R-201反应釜停止投料，反应釜内物料已经转移，现场双人值守。",
    "scope": "第1、3项",
    "applicant": "总经理陈𬭚",
    "self_report": "《关于R-201反应釜联锁整改完成情况的自查报告》（2026年11月19日）",
    "standard": "化工企业恢复生产安全条件验收表（2026年版）",
    "signed_by": "副局长王立军",
    "cause": "涉嫌未经许可生产、储存危险化学品",
}
ROWS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "helpers": (
        {"name": "周国梁", "unit": "天津市化工安全技术协会"},
        {"name": "李㛃", "unit": "天津市特种设备监督检验技术研究院"},
    ),
    "equipment": (
        {"kind": "压力容器", "name": "R-201反应釜", "code": "容15津G00123(19)", "place": "一车间二层"},
        {"kind": "电梯", "name": "TKJ1000/1.6-JXW", "code": "31201200102016030001", "place": "办公楼"},
    ),
    "group": (
        {"name": "张建国", "unit": "天津市蓟州区应急管理局", "duty": "组长"},
        {"name": "欧阳䶮", "unit": "天津市蓟州区应急管理局", "duty": "资料审查"},
        {"name": "周国梁", "unit": "天津市化工安全技术协会", "duty": "专家，现场审查"},
    ),
    "results": (
        {"item": "R-201反应釜温度高高联锁恢复投用，旁路审批手续完备", "result": "符合"},
        {"item": "储罐区围堰排水阀关闭、加锁并设置标识", "result": "不符合"},
    ),
    "penalties": (
        {
            "on": "2026-06-03",
            "number": "（津蓟）应急罚〔2026〕31号",
            "content": "未如实记录隐患排查治理情况，罚款3万元",
        },
        {"on": "2026-09-18", "number": "（津蓟）应急罚〔2026〕58号", "content": "关闭可燃气体报警装置，罚款10万元"},
    ),
    "attachments": ({"name": "现场检查记录及照片"}, {"name": "行政处罚决定书及送达回执"}),
    "materials": (
        {"name": "现场检查记录", "pieces": "1"},
        {"name": "询问笔录", "pieces": "3"},
        {"name": "照片证据", "pieces": "12"},
    ),
}
