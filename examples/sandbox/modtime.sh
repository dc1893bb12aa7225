up() { read -r u _ < /proc/uptime; echo "$u $1"; }
up start
for m in ext4 xfs quota_v2 dm-thin-pool dm-snapshot dm-raid dm-flakey dm-delay dm-log-writes scsi_debug libnvdimm nfit nd_pmem nd_btt dax_pmem device_dax kmem; do modprobe $m; up $m; done
udevadm settle; up settle
/bin/true; up true
/bin/true; up true
busybox true; up bbtrue
busybox true; up bbtrue
lvm version >/dev/null; up lvm
lvm pvs; up lvm
java -version; up java
java -version; up java
java -XX:TieredStopAtLevel=1 -version; up java-c1
java -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -version; up java-c1serial
java -Xint -version; up int
java -XX:+PrintFlagsFinal -version | grep -E 'Use(Serial|G1)GC|UseAVX |UseSSE |MaxHeapSize|CICompilerCount '
