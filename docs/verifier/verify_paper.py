#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""核验纸质文书、案卷、检查点和回执的独立程序：只按 docs/verification.md 写成，不引用检查程序的任何代码。

A stand-alone verifier of papers, case folders, checkpoints and receipts: Python 3.11 and `cryptography` only.
    python verify_paper.py paper 二维码内容 --keys 密钥清单.txt
    python verify_paper.py case 案卷文件夹 [--keys 密钥清单.txt]
    python verify_paper.py checkpoints 检查点清单.txt --keys 密钥清单.txt
    python verify_paper.py receipt 回执.ajr [--keys 密钥清单.txt] [--checkpoints 检查点清单.txt]
密钥清单由 `inspector-app checkpoints keys --out` 写出；其中的公钥应当与单位另行公布的、或文书上印的密钥短名核对。
退出码：0 可信；1 不可信；2 无法核验（用法不对、文件读不出）。
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Bad = type("Bad", (ValueError,), {})  # 不可信的原因


def need(holds, words):
    if not holds:
        raise Bad(words)


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verify(key, signature, data, words):
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, data)
    except (InvalidSignature, ValueError) as error:
        raise Bad(words) from error


def signed_text(text, kind):
    """小签名文本：规范 JSON {body, key, kind, signature}；签名覆盖 kind、换行和规范 JSON 的 body。返回内容和公钥。"""
    try:
        t = json.loads(text)
        need(
            canonical(t) == text.strip().encode() and t["kind"] == kind and isinstance(t["body"], dict), f"不是 {kind}"
        )
        signature = bytes.fromhex(t["signature"])
    except (ValueError, KeyError, TypeError) as error:
        raise Bad(f"不是 {kind}") from error
    verify(t["key"], signature, kind.encode() + b"\n" + canonical(t["body"]), f"{kind} 的签名无效")
    return t["body"], t["key"]


def read_keys(path):
    """密钥清单（AJK1）：本单位各电脑和执法人员的公钥。"""
    body, key = signed_text(path.read_text("utf-8"), "AJK1")
    print(f"  密钥清单由公钥 {key} 签名，写于 {body['at'][:16]}；办公室公钥 {body['office_key'] or '（无）'}")
    return body


def key_id(key):
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16]


def check_paper(code, keys):
    """二维码：AJ1:文号:base32(内容摘要32 ‖ 链头前6 ‖ 密钥短名8 ‖ 签名64)，签名覆盖“AJ1\\n文号\\n”、内容摘要和链头。"""
    head, _, rest = "".join(code.split()).partition(":")
    number, colon, packed = rest.rpartition(":")
    need(head.upper() == "AJ1" and colon and number, "不是文书的二维码内容")
    packed = packed.upper().translate(str.maketrans("018", "OIB"))
    try:
        payload = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except ValueError as error:
        raise Bad("二维码内容不完整或有错字") from error
    need(len(payload) == 110, "二维码内容长度不对")
    digest, short, kid, signature = payload[:32], payload[32:38], payload[38:46].hex(), payload[46:]
    found = [k for k in keys["laptops"] if key_id(k["key"]) == kid]
    need(found, f"签名密钥 {kid} 不在密钥清单中")
    verify(found[0]["key"], signature, f"AJ1\n{number}\n".encode() + digest + short, "签名与文号、内容摘要、校验码不符")
    print(f"  文号 {number}\n  内容摘要 {digest.hex()}\n  校验码 {'-'.join(short.hex()[n : n + 4] for n in (0, 4, 8))}")
    known = "办公室已认证" if found[0]["certified"] else "未经办公室认证"
    print(f"  签名设备 {found[0]['name'] or found[0]['device']}，{known}")
    if found[0]["revoked_at"]:
        print(f"  注意：该密钥已于 {found[0]['revoked_at'][:10]} 停用，此后签发的文书不作数")


def check_case(folder, keys):
    """案卷文件夹：manifest.json 的 files 与文件逐个相符；有密钥清单时再验每份文书的封印。"""
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    listed = {entry["path"]: entry for entry in files}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
    faults = [f"缺少：{name}" for name in sorted(listed.keys() - there)]
    faults += [f"清单中没有：{name}" for name in sorted(there - listed.keys())]
    for name in sorted(listed.keys() & there):
        if file_hash(folder / name) != listed[name]["sha256"]:
            faults.append(f"被改动：{name}")
    sealed = [entry for entry in files if entry.get("seal")]
    for entry in sealed if keys is not None else ():
        try:
            check_seal(entry, keys)
        except Bad as bad:
            faults.append(f"{entry['number']}：{bad}")
    for fault in faults:
        print(f"  {fault}")
    need(not faults, f"{len(faults)} 处不符")
    seals = f"，{len(sealed)} 份文书的封印有效" if keys is not None else "；未核对封印（--keys）"
    print(f"  {len(listed)} 个文件与清单相符{seals}")


def check_seal(entry, keys):
    seal = entry["seal"]
    need(seal["key"] in {k["key"] for k in keys["laptops"]}, "封印密钥不在密钥清单中")
    content = {name: entry[name] for name in ("number", "content_sha256")}
    content |= {"pdf_sha256": entry["sha256"], "head": seal["head"]}
    verify(seal["key"], bytes.fromhex(seal["signature"]), b"AJD1\n" + canonical(content), "封印与文号、内容、PDF不符")


def file_hash(path):
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
    return total.hexdigest()


def check_checkpoints(path, keys):
    """检查点清单：一行一个 AJH1；由清单中的电脑签名，同一条链序号递增，每个含上一个的 SHA-256。"""
    known = {k["key"]: k for k in keys["laptops"]}
    before, count, heads = {}, 0, {}
    for number, line in enumerate(filter(None, map(str.strip, path.read_text("utf-8").splitlines())), start=1):
        body, key = signed_text(line, "AJH1")
        need(key in known and known[key]["device"] == body["device"], f"第 {number} 行不是清单中的电脑签名的")
        chain = (body["device"], body["incarnation"])
        seq, digest = before.get(chain, (0, ""))
        need(body["seq"] > seq and body.get("previous", "") == digest, f"第 {number} 行与上一个检查点不相连")
        before[chain] = (body["seq"], hashlib.sha256(line.encode()).hexdigest())
        heads[(*chain, body["seq"])] = body["hash"]
        count += 1
    need(count, "清单是空的")
    print(f"  {count} 个检查点，" + "；".join(f"{d[:12]} 到第 {seq} 条" for (d, _), (seq, _) in before.items()))
    return heads


def check_receipt(path, keys, heads):
    """回执（AJR1）：由办公室签名；若给出检查点，所列链头须与检查点一致。"""
    body, key = signed_text(path.read_text("utf-8"), "AJR1")
    print(f"  回执由公钥 {key} 签名，办公室时间 {body['at'][:16]}，尚缺文件 {len(body['missing'])} 个")
    if keys is not None:
        need(keys["office_key"] == key, "不是密钥清单所列办公室签名的")
    for device, incarnation, seq, digest in body["marks"]:
        own = heads.get((device, incarnation, seq))
        need(own is None or own == digest, f"{device[:12]} 第 {seq} 条与检查点不同：两处历史不一致")
        print(f"  已收妥 {device[:12]} 第 1–{seq} 条，链头 {digest[:12]}")


def main(argv=None):
    parser = argparse.ArgumentParser(description="核验纸质文书、案卷、检查点、回执")
    parser.add_argument("what", choices=("paper", "case", "checkpoints", "receipt"))
    parser.add_argument("target", metavar="内容或文件")
    parser.add_argument("--keys", type=Path, metavar="密钥清单")
    parser.add_argument("--checkpoints", type=Path, metavar="检查点清单")
    args = parser.parse_args(argv)
    if (args.what in ("paper", "checkpoints") and args.keys is None) or (args.checkpoints and args.keys is None):
        parser.error("须给出 --keys")
    try:
        keys = read_keys(args.keys) if args.keys else None
        if args.what == "paper":
            check_paper(args.target, keys)
        elif args.what == "case":
            check_case(Path(args.target), keys)
        elif args.what == "checkpoints":
            check_checkpoints(Path(args.target), keys)
        else:
            heads = check_checkpoints(args.checkpoints, keys) if args.checkpoints else {}
            check_receipt(Path(args.target), keys, heads)
    except Bad as bad:
        print(f"结论：不可信：{bad}")
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"结论：无法核验：{error}")
        return 2
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        print("结论：不可信：格式不对")
        return 1
    print("结论：可信")
    return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main())
