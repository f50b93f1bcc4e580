#!/bin/sh
# Install what Qt, its offscreen platform and the virtual environment need on Debian 12; elsewhere only look.
set -eu

LIBRARIES="libglib-2.0.so.0 libGL.so.1 libEGL.so.1 libX11.so.6 libdbus-1.so.3 libfontconfig.so.1 libfreetype.so.6
libxkbcommon.so.0 libbrotlidec.so.1 libX11-xcb.so.1 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-image.so.0
libxcb-keysyms.so.1 libxcb-randr.so.0 libxcb-render-util.so.0 libxcb-shape.so.0 libxcb-xkb.so.1 libxkbcommon-x11.so.0"
PACKAGES="python3-venv libglib2.0-0 libgl1 libegl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6
libxkbcommon0 libbrotli1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

[ "$(uname)" = Linux ] || exit 0
missing=""
known=$( (ldconfig -p || /sbin/ldconfig -p) 2>/dev/null || true)
for library in $LIBRARIES; do
  case "$known" in *"$library"*) ;; *) missing="$missing $library" ;; esac
done
"${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
# The faults of the hand-off are made by a small C library, or by strace; for running the program neither is needed.
command -v gcc >/dev/null 2>&1 || command -v cc >/dev/null 2>&1 || command -v strace >/dev/null 2>&1 || tools=" strace"
[ -n "$missing${tools:-}" ] || exit 0

line="apt-get install -y --no-install-recommends $(echo $PACKAGES)${tools:-}"
echo "系统缺少：$missing${tools:-}"
if ! command -v apt-get >/dev/null 2>&1; then
  [ -n "$missing" ] || exit 0
  echo "请用本系统的软件包管理器安装以上组件。 Please install them with this system's package manager." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && $line >/dev/null
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive $line >/dev/null
elif [ -z "$missing" ]; then
  echo "没有 C 编译器和 strace：移交的断点测试将跳过。 Neither a C compiler nor strace: the fault tests will be skipped." >&2
else
  echo "请以管理员身份运行后重试。 Please run this as root, then try again:" >&2
  echo "  sudo apt-get update && sudo $line" >&2
  exit 1
fi
