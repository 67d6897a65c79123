#!/bin/busybox sh
# From the kernel to the files of the machine that the guest runs on, which it can read and not write.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mount -t devtmpfs dev /dev
for module in /modules/*; do $b insmod "$module"; done
share=trans=virtio,version=9p2000.L,msize=524288,cache=loose,ro
$b mount -t 9p -o $share machine /host
for folder in proc sys dev; do $b mount --move /$folder /host/$folder; done
$b mount -t tmpfs tmpfs /host/tmp
$b mount -t tmpfs tmpfs /host/run
$b mkdir /host/run/project /host/run/udev /host/run/pcscd
$b mount -t 9p -o $share project /host/run/project
exec $b switch_root /host /bin/sh /run/project/test/hardware/guest/start.sh
