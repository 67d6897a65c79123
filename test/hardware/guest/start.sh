#!/bin/sh
# The first process of the guest. When it ends, the kernel panics and QEMU stops: the laboratory takes that for a failure.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp
# Reads of device nodes block a thread each.
export UV_THREADPOOL_SIZE=12
/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle --timeout=60
/run/project/node_modules/.bin/node /run/project/test/hardware/guest/main.ts
