#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""核验移交文件（*.ajb）的独立程序：只按 docs/bundle-format.md 写成，不引用检查程序的任何代码。

A stand-alone verifier of hand-off files: Python 3.11, `cryptography` and `pyrage` only. It only reads.
    python ajb_verify.py 文件或文件夹… [--office-key 公钥] [--identity 身份文件] [--receipt 回执.ajr]
退出码：0 全部完好；1 有不可采信之处；2 无法核验（用法不对、文件读不出、没有解密身份）。
"""

import argparse
import hashlib
import io
import json
import re
import sys
from pathlib import Path

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MIB, HASH, CELLS = 1 << 20, re.compile(r"[0-9a-f]{64}"), (str, int, float, type(None))
KNOWN, WAYS = {"min_reader": 1, "suite": 1, "level": 6}, {"handoff": "移交", "dispatch": "下发"}  # 读到的最高版本
TEXTS = "bundle device incarnation unit key certificate request recipient previous made_at".split()
NUMBERS = "format export part parts level min_reader suite operations total_operations total_files total_bytes".split()
ROW = "id device incarnation seq prev hash name actor at offset undoes saw".split()
Bad = type("Bad", (ValueError,), {})  # 不可采信（原因, 退出码）


def need(holds, words, code=1):
    if not holds:
        raise Bad(words, code)


def verify(key, signature, data):
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, data)


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def strict(data):
    """严格 JSON：UTF-8，键不重复，深度不过 32，数的绝对值不过 2^53，没有 NaN、无穷与半个代理对。"""

    def walk(value, depth):
        need(not isinstance(value, (list, dict)) or depth <= 32, "JSON 过深")
        need(not isinstance(value, (int, float)) or abs(value) <= 1 << 53, "JSON 的数过大")
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(part, depth + 1)

    once = lambda pairs: need(len(dict(pairs)) == len(pairs) <= 1000, "JSON 的键重复或过多") or dict(pairs)  # noqa: E731
    value = json.loads(data.decode(), object_pairs_hook=once, parse_constant=int)
    walk(value, 1)
    canonical(value)
    return value


def signed_text(text, kind):
    """小签名文本（AJC1 证书、AJR1 回执）：签名相符时返回内容与公钥。"""
    t = strict(text.encode())
    signature = bytes.fromhex(re.fullmatch("[0-9a-f]{128}", t["signature"])[0])
    need(t["kind"] == kind and type(t["body"]) is dict and HASH.fullmatch(t["key"]), f"不是 {kind}")
    verify(t["key"], signature, kind.encode() + b"\n" + canonical(t["body"]))
    return t["body"], t["key"]


def plaintext(path, identities):
    need(path.stat().st_size <= 257 * MIB, "超过 256 MiB")
    if not (data := path.read_bytes()).startswith(b"age-encryption.org/v1\n"):
        return data
    need(b"\n---" in data[:65536], "密文不完整")
    try:
        return pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(one) for one in identities])
    except (pyrage.DecryptError, OSError) as error:
        need("No matching keys" not in str(error), "没有能解开它的身份（--identity）", 2)
        raise Bad("密文被改动或不完整", 1) from error


def take(stream, size):
    need(len(data := stream.read(size)) == size, "不完整（被截断）")
    return data


def whole(value, least, most=1 << 53):
    return type(value) is int and least <= value <= most


def header_holds(h):
    chains, files = h["chains"], h["files"]
    texts = [h[name] for name in TEXTS] + [*h["heads"], *h["receipts"]] + [t for c in chains for t in c[:2]]
    return (
        all(isinstance(text, str) for text in texts) and all(whole(h[name], 0) for name in NUMBERS)
        and all(isinstance(h[name], list) for name in ("chains", "files", "heads", "receipts"))
        and h["purpose"] in WAYS and h["suite"] == 1 and 1 <= h["part"] <= h["parts"]
        and 1 <= h["min_reader"] <= h["format"] and all(1 <= len(h[name]) <= 100 for name in TEXTS[:3])
        and all(whole(first, 1) and whole(last, first) and HASH.fullmatch(head) for _, _, first, last, head in chains)
        and all(HASH.fullmatch(digest) and whole(size, 0, 200 * MIB) for _, digest, size in files)
        and all(kind in ("pdf", "photo", "pack", "blob") for kind, _, _ in files) and HASH.fullmatch(h["key"])
        and (HASH.fullmatch(h["previous"]) if h["part"] > 1 else h["previous"] == "")
        and len({tuple(c[:2]) for c in chains}) == len(chains) <= 10_000
        and len({f[1] for f in files}) == len(files) <= 30_000 and len(files) <= h["total_files"]
        and sum(c[3] - c[2] + 1 for c in chains) == h["operations"] <= min(50_000, h["total_operations"])
        and sum(f[2] for f in files) <= h["total_bytes"]
    )  # fmt: skip


def read_frames(stream):
    """各帧：逐帧比对 SHA-256；记录在先，文件在后；停在尾部的四个零字节之后。"""
    records, files = [], []
    while length := int.from_bytes(take(stream, 4), "big"):
        kind, digest = take(stream, 1), take(stream, 32)
        need(length <= MIB and kind in b"\1\2" and (kind == b"\2" or not files), "帧的种类、次序或长度不对")
        payload = take(stream, length)
        need(hashlib.sha256(kind + payload).digest() == digest, "有一帧被改动")
        (records if kind == b"\1" else files).append(payload)
    return b"".join(records), iter(files)


def check_operations(h, data):
    """逐条重算记录的哈希，逐链核对起止；一条记录是一行 o 和若干行 c。"""
    need(not data or data.endswith(b"\n"), "记录不完整")
    promised, at, lines = {(c[0], c[1]): c[2:] for c in h["chains"]}, {}, iter(data.split(b"\n")[:-1])
    for line in lines:
        (mark, row, count), size, changes = strict(line), len(line) + 1, []
        need(mark == "o" and len(row) == 12 and whole(count, 1, 500_000), "记录格式不对")
        o = dict(zip(ROW, row, strict=True))
        need(whole(o["seq"], 1) and whole(o["offset"], -(1 << 53)), "记录格式不对")
        need(all(isinstance(o[n], str) and len(o[n]) <= 10**5 for n in {*ROW} - {"seq", "offset"}), "记录格式不对")
        for device, incarnation, seq in strict(o["saw"].encode()) if o["saw"] else []:
            need(isinstance(device, str) and isinstance(incarnation, str) and whole(seq, 1), "saw 不对")
        for line in (next(lines, None) for _ in range(count)):
            need(line is not None and (size := size + len(line) + 1) <= 64 * MIB, "记录不完整或过大")
            mark, ordinal, table, row_id, old, new = change = strict(line)
            need(mark == "c" and {type(table), type(row_id)} == {str} and whole(ordinal, 1), "改动不对")
            in_order = not changes or ordinal > changes[-1][0]
            need(dict in {type(old), type(new)} <= {dict, type(None)} and in_order, "改动不对")
            need(all(type(v) in CELLS for c in (old, new) for v in (c or {}).values()), "改动不对")
            changes.append(change[1:])
        content = {name: v for name, v in o.items() if name != "hash" and (v or name != "saw")} | {"changes": changes}
        need(hashlib.sha256(canonical(content)).hexdigest() == o["hash"], f"第 {o['seq']} 条记录被改动")
        chain = (o["device"], o["incarnation"])
        seq, before = at.get(chain, (promised[chain][0] - 1, o["prev"]))
        need(o["seq"] == seq + 1 and o["prev"] == before, "记录不连续")
        at[chain] = (o["seq"], o["hash"])
    need(at == {chain: (last, head) for chain, (_, last, head) in promised.items()}, "记录与头部所列范围不符")


def check_files(h, frames):
    for _, digest, size in h["files"]:
        total = hashlib.sha256()
        while size > 0:
            payload = next(frames, b"")
            need(0 < len(payload) <= size, "文件数据与清单不符")
            size -= len(payload)
            total.update(payload)
        need(total.hexdigest() == digest, f"文件 {digest[:12]} 被改动")
    need(next(frames, None) is None, "文件数据与清单不符")


def check_part(path, identities=()):
    """核验一件：先验头部签名，再看内容。返回头部与其 JSON 的 SHA-256。不问发送者是谁。"""
    data = plaintext(path, identities)
    stream = io.BytesIO(data)
    need(take(stream, 8) == b"AJBNDL1\n" and len(data) <= 256 * MIB, "不是移交文件，或超过 256 MiB")
    need(0 < (length := int.from_bytes(take(stream, 4), "big")) <= 4 * MIB, "头部长度不对")
    h = strict(content := take(stream, length))
    verify(h["key"], take(stream, 64), data[: 12 + length])
    need(all(not isinstance(h.get(name), int) or h[name] <= most for name, most in KNOWN.items()), "由更新的程序生成")
    need(header_holds(h), "头部内容不对")
    records, frames = read_frames(stream)
    digest = hashlib.sha256(data[: stream.tell() - 4]).digest()
    check_operations(h, records)
    check_files(h, frames)
    need(take(stream, 32) == digest, "尾部哈希不符")
    verify(h["key"], take(stream, 64), f"AJB1 footer\n{h['bundle']}/{h['part']}\n".encode() + digest)
    need(not stream.read(1), "尾部之后还有数据")
    return h, hashlib.sha256(content).hexdigest()


def check_whole(parts):
    """一个移交包的各件：一件不缺，每件都指着上一件。"""
    have = {h["part"]: (h["previous"], digest) for h, digest in parts}
    lacking = set(range(1, min(parts[0][0]["parts"], 10_000) + 1)) - have.keys()
    need(not lacking, f"缺第 {sorted(lacking)} 件")
    need(all(have[n][0] == have[n - 1][1] for n in have if n > 1), "各件不相连")


def check_sender(h, office):
    """发送者：办公室的公钥，或办公室签发的证书（AJC1）里的公钥。"""
    if h["key"] != office:
        need(h["purpose"] == "handoff", "不是本办公室下发的")
        body, key = signed_text(h["certificate"], "AJC1")
        of_sender = [body["unit"], body["device"], body["public_key"]] == [h["unit"], h["device"], h["key"]]
        need(key == office and of_sender, "证书不是本办公室给发送者的")


def check_receipt(h, path, office):
    """回执（AJR1）：办公室已收妥这一件的全部记录和文件。"""
    body, key = signed_text(path.read_text("utf-8").strip(), "AJR1")
    need(office in ("", key), "回执不是本办公室签发的")
    marks = {(device, incarnation): (seq, digest) for device, incarnation, seq, digest in body["marks"]}
    for device, incarnation, _, last, head in h["chains"]:
        seq, digest = marks.get((device, incarnation), (0, ""))
        need(seq > last or (seq, digest) == (last, head), f"回执不含 {device[:12]!r} 的第 {last} 条记录")
    need(not {f[1] for f in h["files"]} & set(body["missing"]), "回执说明还缺这一件里的文件")


def tried(words, check, *args):
    """做一项核验并打印；返回退出码与结果。"""
    try:
        code, reason, result = 0, "", check(*args)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidSignature) as error:
        fault = ("读不出", 2) if isinstance(error, OSError) else ("格式不对" if str(error) else "签名无效", 1)
        (reason, code), result = error.args if isinstance(error, Bad) else fault, None
    print(f"  {'✗' if code else '✓'} {words}{'：' if code else ''}{reason}")
    return code, result


def main(argv=None):
    parser = argparse.ArgumentParser(description="核验移交文件（*.ajb）")
    parser.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    parser.add_argument("--office-key", dest="office", default="", metavar="公钥", help="办公室公钥：64 位十六进制")
    parser.add_argument("--identity", type=argparse.FileType(), metavar="身份文件", help="含 AGE-SECRET-KEY-1… 的文件")
    parser.add_argument("--receipt", type=Path, metavar="回执", help="办公室的回执（.ajr）")
    args = parser.parse_args(argv)
    identities = re.findall(r"AGE-SECRET-KEY-1\w+", args.identity.read()) if args.identity else ()
    paths = [one for path in args.paths for one in (sorted(path.glob("*.ajb")) if path.is_dir() else [path])]
    codes, bundles = [0 if paths else 2], {}
    for path in paths:
        print(path.name)
        code, found = tried("头部签名、各帧、各条记录、各个文件、尾部签名", check_part, path, identities)
        codes.append(code)
        if found and (h := found[0]):
            bundles.setdefault(h["bundle"], []).append(found)
            print(f"    {WAYS[h['purpose']]}，第 {h['part']}/{h['parts']} 件，设备 {h['device']!r}")
            print(f"    生成于 {h['made_at'][:40]!r}，公钥 {h['key']}")
            print(f"    文件 {len(h['files'])} 个，{sum(f[2] for f in h['files'])} 字节")
            print("".join(f"    记录 {c[0][:100]!r} 第 {c[2]}–{c[3]} 条\n" for c in h["chains"]), end="")
            codes.append(tried("发送者属于本办公室", check_sender, h, args.office)[0] if args.office else 0)
            codes.append(tried("办公室已收妥", check_receipt, h, args.receipt, args.office)[0] if args.receipt else 0)
    codes += [tried(f"移交包 {bundle!r} 各件齐全", check_whole, parts)[0] for bundle, parts in bundles.items()]
    sound = "完好" if args.office else "完好，但未核实发送者（--office-key）"
    print(f"结论：{(sound, '有不可采信之处', '无法核验')[max(codes)]}")
    return max(codes)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # 有的终端没有 ✓
    sys.exit(main())
