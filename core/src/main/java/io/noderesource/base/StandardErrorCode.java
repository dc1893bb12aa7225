package io.noderesource.base;

/** The codes of core: everything a declaration, a device or an apply can be refused for. */
public enum StandardErrorCode implements ErrorCode {
    INTERNAL(
            "internal/defect",
            ErrorKind.INTERNAL,
            "The library met a state that its authors held to be impossible.",
            "Report it with the inventory as JSON and the message."),
    BAD_ADDRESS(
            "input/bad-address",
            ErrorKind.INVALID_INPUT,
            "A resource address is not of the form kind/name.",
            "Write it as volumegroup/NAME."),
    BAD_OPTION(
            "input/bad-option",
            ErrorKind.INVALID_INPUT,
            "An option of a call has a value that it cannot have.",
            "Give a value as the Javadoc of the option says."),
    UNREADABLE(
            "topology/unreadable",
            ErrorKind.UNAVAILABLE,
            "The declaration cannot be read from where it lies.",
            "Check that the file or directory exists and may be read."),
    TOO_LARGE(
            "topology/too-large",
            ErrorKind.INVALID_INPUT,
            "The document is larger than the 1 MiB that a ConfigMap may have, nested too deep, or explodes by aliases.",
            "Split it, and write aliases out."),
    SYNTAX("topology/syntax", ErrorKind.INVALID_INPUT, "The document is not well-formed YAML.", "Correct the YAML."),
    SEVERAL_DOCUMENTS(
            "topology/several-documents",
            ErrorKind.INVALID_INPUT,
            "The text holds more than one YAML document; the ancestor read only the first.",
            "Keep one document."),
    DUPLICATE_KEY(
            "topology/duplicate-key",
            ErrorKind.INVALID_INPUT,
            "A mapping has the same key twice.",
            "Keep one of the two."),
    UNKNOWN_FIELD(
            "topology/unknown-field",
            ErrorKind.INVALID_INPUT,
            "A field is not part of the schema.",
            "Correct the spelling or remove it."),
    MISSING_FIELD(
            "topology/missing-field",
            ErrorKind.INVALID_INPUT,
            "A field that the rule needs is absent or empty.",
            "Add it."),
    WRONG_TYPE(
            "topology/wrong-type",
            ErrorKind.INVALID_INPUT,
            "A field holds a list, a mapping or a scalar where another one is wanted.",
            "Write the value in the form that the message names."),
    BAD_VALUE(
            "topology/bad-value",
            ErrorKind.INVALID_INPUT,
            "A value is outside what the field allows.",
            "Use one of the values that the message names."),
    UNKNOWN_KIND(
            "topology/unknown-kind",
            ErrorKind.INVALID_INPUT,
            "The document declares a kind of resource that nothing on the class path knows.",
            "Correct the key, or add the artifact that brings the kind."),
    CONFLICTING_RULES(
            "topology/conflicting-rules",
            ErrorKind.INVALID_INPUT,
            "Two rules declare the same resource on this node differently.",
            "Remove or narrow one of them."),
    CLAIMED_TWICE(
            "topology/claimed-twice",
            ErrorKind.INVALID_INPUT,
            "Two resources claim the same device on this node, or more of a region than there is.",
            "Give the device to one of them; of a region, declare with each the size of its part, 100% at most in all."),
    DEVICE_ABSENT(
            "device/absent",
            ErrorKind.UNAVAILABLE,
            "A declared device is not there; it is awaited.",
            "Attach the device, or remove it from the declaration."),
    DEVICE_PASSED_OVER(
            "device/passed-over",
            ErrorKind.PRECONDITION,
            "A selector matches the device, but it is not fit to be claimed.",
            "Nothing, or narrow the selector; a device named by its path is refused instead."),
    DEVICE_NOT_PROBED(
            "device/not-probed",
            ErrorKind.UNAVAILABLE,
            "The device could not be read in time or without error, so nothing is known about its content.",
            "Check the device's health (kernel log, SMART) and its path."),
    DEVICE_HAS_SIGNATURE(
            "device/has-signature",
            ErrorKind.PRECONDITION,
            "The device carries a file system, RAID, LUKS, swap or other signature.",
            "Take the device out of the declaration, or give a consent to wipe it."),
    DEVICE_HAS_CONTENT(
            "device/has-content",
            ErrorKind.PRECONDITION,
            "The device has no signature but is not zero where it was sampled: encrypted or raw data looks so.",
            "Take the device out of the declaration, or give a consent to wipe it."),
    DEVICE_PARTITIONED(
            "device/partitioned",
            ErrorKind.PRECONDITION,
            "The device has a partition table or partitions.",
            "Name a partition instead, or give a consent to wipe an unused table."),
    DEVICE_FOREIGN_PV(
            "device/foreign-pv",
            ErrorKind.PRECONDITION,
            "The device is a physical volume of another volume group, or an orphan that is not ours.",
            "Free it with LVM's own tools (vgreduce, pvremove), or go on with the state directory that it was made from."),
    DEVICE_MOUNTED(
            "device/mounted",
            ErrorKind.PRECONDITION,
            "A file system on the device is mounted.",
            "Unmount it, or take the device out of the declaration."),
    DEVICE_HELD(
            "device/held",
            ErrorKind.PRECONDITION,
            "Another device or an exclusive opener holds the device.",
            "Find the holder with lsblk and remove it first."),
    DEVICE_SWAP("device/swap", ErrorKind.PRECONDITION, "The device is in use as swap.", "Switch it off with swapoff."),
    DEVICE_READ_ONLY(
            "device/read-only",
            ErrorKind.PRECONDITION,
            "The device is read-only.",
            "Make it writable, or take it out of the declaration."),
    DEVICE_BACKS_LOOP(
            "device/backs-loop",
            ErrorKind.PRECONDITION,
            "A loop device has this device underneath.",
            "Detach the loop device with losetup -d."),
    DEVICE_COMPONENT(
            "device/component",
            ErrorKind.PRECONDITION,
            "The device is a path of a multipath map or a member of an md array.",
            "Declare the multipath or md device instead."),
    DEVICE_UNSUITABLE(
            "device/unsuitable",
            ErrorKind.PRECONDITION,
            "The device is of a type that is never claimed (LV, loop, ROM, RAM, zoned, reserved partition), or suspended.",
            "Declare a disk, a partition, a multipath or an md device."),
    DEVICE_SECTOR_SIZE(
            "device/sector-size",
            ErrorKind.PRECONDITION,
            "Its logical sectors are of another size than those of the volume group's other devices; they are not mixed.",
            "Declare devices of one size for each volume group; lsblk -o NAME,LOG-SEC tells it."),
    DEVICE_TOO_SMALL(
            "device/too-small",
            ErrorKind.PRECONDITION,
            "The device is smaller than what can be used.",
            "Declare a device of at least 5 MiB."),
    DEVICE_SYSTEM(
            "device/system",
            ErrorKind.PRECONDITION,
            "The device is part of the chain under /, /boot or the state directory.",
            "Take it out of the declaration."),
    DEVICE_AMBIGUOUS(
            "device/ambiguous",
            ErrorKind.PRECONDITION,
            "Two devices show the same identity (one disk over two paths without multipath, or a clone).",
            "Set up multipath, or remove the clone."),
    DEVICE_NO_UDEV(
            "device/no-udev",
            ErrorKind.UNAVAILABLE,
            "The udev database has no initialised record of the device, so there is no second look.",
            "Start udev; in a container, mount the host's /run/udev."),
    DEVICE_PROBES_DISAGREE(
            "device/probes-disagree",
            ErrorKind.PRECONDITION,
            "libblkid and the udev database say different things about the device.",
            "Run udevadm trigger and udevadm settle; if they still disagree, look at the device by hand."),
    DEVICE_CHANGED(
            "device/changed",
            ErrorKind.PRECONDITION,
            "The device is not the one that was planned for: identity, size, sequence number or content differ.",
            "Make a new plan."),
    DEVICE_RENAMED(
            "device/renamed",
            ErrorKind.PRECONDITION,
            "A kernel name in the declaration means another disk than it did when the resource was made.",
            "Name devices by their links below /dev/disk/by-id."),
    DEVICE_LOCKED(
            "device/locked",
            ErrorKind.UNAVAILABLE,
            "Another process holds the device's lock (flock).",
            "Wait until it is done, or find it with lslocks."),
    SECTION_UNAVAILABLE(
            "inventory/unavailable",
            ErrorKind.UNAVAILABLE,
            "A part of the node could not be observed, so nothing is created from what it does not show.",
            "See the reason in the message, or run doctor."),
    INVENTORY_FORMAT(
            "inventory/format",
            ErrorKind.INVALID_INPUT,
            "The text is not an inventory of a version that this library reads.",
            "Use an inventory written by observe --json."),
    VG_NOT_OURS(
            "volumegroup/not-ours",
            ErrorKind.PRECONDITION,
            "The volume group exists and does not carry our mark, and it would have to be changed.",
            "Adopt it explicitly, or change it by hand."),
    VG_OTHER_NODE(
            "volumegroup/other-node",
            ErrorKind.PRECONDITION,
            "The volume group carries the mark of another node: a re-installed node or a moved disk.",
            "Adopt it explicitly if this node is to own it."),
    VG_FOREIGN(
            "volumegroup/foreign",
            ErrorKind.PRECONDITION,
            "A volume group of that name exists on other devices, belongs to another owner, or has a foreign system id.",
            "Choose another name, or remove the other volume group by hand."),
    VG_NAME_CLASH(
            "volumegroup/name-clash",
            ErrorKind.PRECONDITION,
            "Two volume groups have the same name, or one physical volume is seen twice.",
            "Rename one by its UUID with vgrename, or remove the clone."),
    VG_MISSING_PV(
            "volumegroup/missing-pv",
            ErrorKind.PRECONDITION,
            "The volume group misses a physical volume; it is frozen until it is whole.",
            "Bring the device back, or repair the volume group by hand."),
    VG_VANISHED(
            "volumegroup/vanished",
            ErrorKind.PRECONDITION,
            "A volume group that was there is gone; it is not made anew on other devices.",
            "Bring its devices back, or release the address first."),
    VG_RENAMED(
            "volumegroup/renamed",
            ErrorKind.PRECONDITION,
            "The volume group that we made has another name now.",
            "Rename it back with vgrename, or release the address."),
    VG_EXPORTED(
            "volumegroup/unusable",
            ErrorKind.PRECONDITION,
            "The volume group is exported, shared, partial or otherwise not to be changed from here.",
            "Import it with vgimport, or start its locks."),
    VG_EXTRA_PV(
            "volumegroup/extra-pv",
            ErrorKind.PRECONDITION,
            "The volume group has a physical volume that is not declared; it is left alone.",
            "Declare the device, or remove it with pvmove and vgreduce."),
    VG_DEVICE_VANISHED(
            "volumegroup/device-vanished",
            ErrorKind.UNAVAILABLE,
            "A device that was a physical volume of the volume group is no longer seen.",
            "Bring the device back; nothing is removed because it is missing."),
    VG_NO_DEVICES(
            "volumegroup/no-devices",
            ErrorKind.UNAVAILABLE,
            "No declared device is there yet; the volume group is awaited.",
            "Attach a device, or correct the declaration."),
    VG_SHRUNK_DEVICE(
            "volumegroup/device-shrunk",
            ErrorKind.PRECONDITION,
            "A physical volume is larger than the device under it: the device shrank.",
            "Give the device its size back before anything is written."),
    VG_PART_OF_DEVICE(
            "volumegroup/part-of-device",
            ErrorKind.PRECONDITION,
            "A physical volume uses less than its device, which is not known to have grown since that was all of it.",
            "Leave it so, or grow it with pvresize where all of the device is to be used."),
    QP_NESTED(
            "quotapath/nested",
            ErrorKind.INVALID_INPUT,
            "The quota path lies below another one, whose mount would hide it.",
            "Choose a directory that is not below another quota path."),
    QP_OCCUPIED(
            "quotapath/occupied",
            ErrorKind.PRECONDITION,
            "Something else is mounted on the quota path, and nothing is mounted over it.",
            "Unmount it, or choose another directory."),
    QP_NOT_EMPTY(
            "quotapath/not-empty",
            ErrorKind.PRECONDITION,
            "The directory has entries, which a mount would hide.",
            "Move them away, or choose another directory."),
    QP_BAD_DIRECTORY(
            "quotapath/bad-directory",
            ErrorKind.PRECONDITION,
            "The quota path, or a part of it, is a symbolic link or not a directory.",
            "Write the path without links, or choose another directory."),
    QP_FIRST_ABSENT(
            "quotapath/first-device-absent",
            ErrorKind.UNAVAILABLE,
            "The first declared device is not there, and no other one is formatted in its place.",
            "Attach it; or declare the device that is there first, where the path never had another."),
    QP_VANISHED(
            "quotapath/vanished",
            ErrorKind.PRECONDITION,
            "The file system of the quota path, or its device, is gone; none is made anew on another device.",
            "Bring its device back, or release the address first."),
    QP_AMBIGUOUS(
            "quotapath/ambiguous",
            ErrorKind.PRECONDITION,
            "Several devices carry a file system that is this quota path's, or one of that UUID.",
            "Take the one away that is not wanted, or give a clone another UUID."),
    QP_NOT_OURS(
            "quotapath/not-ours",
            ErrorKind.PRECONDITION,
            "The file system does not carry our mark; it is used as it is, and not changed.",
            "Adopt it explicitly, or change it by hand."),
    QP_OTHER_NODE(
            "quotapath/other-node",
            ErrorKind.PRECONDITION,
            "The file system carries the mark of another node: a re-installed node or a moved disk.",
            "Adopt it explicitly if this node is to own it."),
    QP_FOREIGN(
            "quotapath/foreign",
            ErrorKind.PRECONDITION,
            "The file system was made for another owner or another quota path.",
            "Take the device out of the declaration, or declare the path that it was made for."),
    QP_OTHER_TYPE(
            "quotapath/other-type",
            ErrorKind.PRECONDITION,
            "The file system is of another type than the one that is declared; it is not made anew.",
            "Declare the type that is there, or move the data and release the address."),
    QP_OPTIONS(
            "quotapath/options-differ",
            ErrorKind.PRECONDITION,
            "The quota path is mounted with other options than those declared; it is not mounted anew under its users.",
            "End its users, unmount it, and apply again."),
    QP_NOT_ENFORCED(
            "quotapath/not-enforced",
            ErrorKind.PRECONDITION,
            "Project quotas are not enforced on the mounted file system, whatever its options say.",
            "Unmount it, and apply again: it is then mounted with prjquota. A remount does not switch them on."),
    QP_NO_FEATURE(
            "quotapath/no-project-feature",
            ErrorKind.PRECONDITION,
            "The file system was made without project quotas.",
            "Unmount it and run tune2fs -O project,quota -Q prjquota on its device, by hand."),
    QP_NO_KERNEL_SUPPORT(
            "quotapath/no-kernel-support",
            ErrorKind.UNAVAILABLE,
            "The kernel does not know the file system, or cannot enforce project quotas on it.",
            "Run a kernel with CONFIG_QUOTA and CONFIG_QFMT_V2 (ext4) or CONFIG_XFS_QUOTA (XFS)."),
    QP_NO_PROGRAM(
            "quotapath/no-program",
            ErrorKind.UNAVAILABLE,
            "The program that makes or grows such file systems is not installed.",
            "Install e2fsprogs (ext4) or xfsprogs (XFS)."),
    QP_NOT_DECLARED(
            "quotapath/device-not-declared",
            ErrorKind.PRECONDITION,
            "The quota path keeps its file system, whose device is not declared any more.",
            "Declare the device; or move the data and release the address."),
    QP_SHRUNK_DEVICE(
            "quotapath/device-shrunk",
            ErrorKind.PRECONDITION,
            "The file system is larger than the device under it: the device shrank.",
            "Give the device its size back before anything is written."),
    QP_NOT_MOUNTED(
            "quotapath/not-mounted",
            ErrorKind.PRECONDITION,
            "The mark of a file system can be changed only while it is mounted.",
            "Mount it on its quota path first."),
    PMEM_REGION_ABSENT(
            "pmem/region-absent",
            ErrorKind.UNAVAILABLE,
            "The node has no region of persistent memory of this name.",
            "Correct the declaration; ndctl list -R shows what there is."),
    PMEM_REGION_CHANGED(
            "pmem/region-changed",
            ErrorKind.PRECONDITION,
            "The region is another one than was meant: the kernel numbers regions anew at each boot.",
            "Make a new plan; when a declared name means another region now, correct the declaration."),
    PMEM_REGION_UNUSABLE(
            "pmem/region-unusable",
            ErrorKind.PRECONDITION,
            "The region cannot be changed: it is disabled or read-only, or a module of it is locked or disabled; or nothing is remembered of the resource, and a region or a module that is disabled or locked may have what was made for it.",
            "Look at ndctl list -RDi; ndctl enable-dimm, then ndctl enable-region, or a reboot, enables it; unlock a locked module; write 0 to the read_only of a read-only region in /sys/bus/nd/devices."),
    PMEM_NO_LABELS(
            "pmem/no-labels",
            ErrorKind.PRECONDITION,
            "No namespace can be made in the region, as its modules have no labels and cannot be given any.",
            "Use the region's own block device, or modules with a label area."),
    PMEM_NO_SEED(
            "pmem/no-seed",
            ErrorKind.PRECONDITION,
            "The kernel makes no namespace in the region, whatever is free: it takes one that is there already for the seed of the next.",
            "While nothing uses the namespace that the facts name: ndctl disable-namespace, then ndctl enable-namespace; or reboot."),
    PMEM_HIDDEN_LABELS(
            "pmem/hidden-labels",
            ErrorKind.PRECONDITION,
            "Labels hold a part of the region without a namespace that the kernel shows: a module has lost its labels, or they differ from those of the others.",
            "Write back the labels that the modules had (ndctl write-labels); or keep elsewhere what the region's namespaces hold, and give all its modules labels anew (ndctl init-labels -f), which ends them."),
    PMEM_FULL(
            "pmem/full",
            ErrorKind.INSUFFICIENT_RESOURCES,
            "The region has no room for the namespace in one piece; what other namespaces have is not touched.",
            "Declare a size that it has room for, free a namespace that is not needed, or name another region."),
    PMEM_BAD_SIZE(
            "pmem/bad-size",
            ErrorKind.INVALID_INPUT,
            "A namespace of this size cannot be made in the region: it is too small, or no multiple of what sizes there have to be.",
            "Declare a size as the facts name it."),
    PMEM_SIZE_DIFFERS(
            "pmem/size-differs",
            ErrorKind.PRECONDITION,
            "The namespace of the resource has another size than is declared; it is used as it is.",
            "Declare the size that it has; or move the data, release the address, and free the namespace with ndctl."),
    PMEM_MODE_DIFFERS(
            "pmem/mode-differs",
            ErrorKind.PRECONDITION,
            "The namespace of the resource has another mode than is declared; it is used as it is, and never made anew.",
            "Declare the mode that it has; or move the data, release the address, and free the namespace with ndctl."),
    PMEM_NAMESPACE_CHANGED(
            "pmem/namespace-changed",
            ErrorKind.PRECONDITION,
            "A namespace that was made for the resource is not as it was made, or as it is declared now.",
            "Bring its mode back with ndctl create-namespace --reconfigure if it holds nothing, or enable it."),
    PMEM_NOT_OURS(
            "pmem/not-ours",
            ErrorKind.PRECONDITION,
            "A namespace that is as declared, or could be, is not ours: it is neither changed nor given back.",
            "Nothing, if it is to stay so; else ask for its adoption, or give the consent that the refusal offers."),
    PMEM_FOREIGN(
            "pmem/foreign",
            ErrorKind.PRECONDITION,
            "A namespace is not adopted: its name is another owner's or resource's, or it is not as declared, or one of several.",
            "Declare it as it is, or free those that nobody needs with ndctl; without the adoption, one of ours is made where there is"
                    + " room."),
    PMEM_NOT_MOVABLE(
            "pmem/not-movable",
            ErrorKind.PRECONDITION,
            "System memory on persistent memory is not in the movable zone, and may not be given back before the next boot.",
            "Nothing, if it is to stay; else boot with movable_node or take it back before it is used."),
    BLAST_RADIUS(
            "policy/blast-radius",
            ErrorKind.INSUFFICIENT_RESOURCES,
            "The plan would claim more devices than one run may.",
            "Check the selectors; then raise the limit for this run."),
    KIND_NOT_CARRIED_OUT(
            "plan/not-carried-out",
            ErrorKind.UNAVAILABLE,
            "Nothing here can carry out this source of devices or kind of resource.",
            "Add the backend that does, or remove the rule."),
    PLAN_FORMAT(
            "plan/format",
            ErrorKind.INVALID_INPUT,
            "The text is not a plan of a version that this library reads, or has a step of an unknown type.",
            "Make the plan anew with this version and its plug-ins."),
    STALE(
            "apply/stale",
            ErrorKind.PRECONDITION,
            "The node has moved since the plan was made and a precondition of the step no longer holds.",
            "Make a new plan."),
    POSTCONDITION(
            "apply/postcondition",
            ErrorKind.INTERNAL,
            "A step said it was done, but the node does not show it.",
            "Observe the node, read the backend's log, and make a new plan."),
    DEADLINE(
            "apply/deadline",
            ErrorKind.UNAVAILABLE,
            "A call did not answer by its deadline; what it did is unknown until the node is observed again.",
            "Look for a hung device (kernel log), then plan again."),
    CANCELLED(
            "apply/cancelled",
            ErrorKind.UNAVAILABLE,
            "The run was asked to stop; no further step was begun.",
            "Apply again to go on."),
    NODE_LOCKED(
            "apply/node-locked",
            ErrorKind.UNAVAILABLE,
            "Another process holds the node's lock.",
            "Wait until it is done, or find it with lslocks."),
    JOURNAL(
            "apply/journal",
            ErrorKind.UNAVAILABLE,
            "The journal or the ledger cannot be written or read, so no step is begun.",
            "Make the state directory writable and give it space."),
    NO_BACKEND(
            "apply/no-backend",
            ErrorKind.UNAVAILABLE,
            "No backend on this node performs this type of step.",
            "Run doctor; add the backend's artifact or what it needs."),
    CONSENT_EXPIRED(
            "consent/expired",
            ErrorKind.PRECONDITION,
            "The consent for this step has expired.",
            "Plan again and give a new consent."),
    NO_PERMISSION(
            "node/no-permission",
            ErrorKind.UNAVAILABLE,
            "The process may not do what the step needs.",
            "Run as root, or with CAP_SYS_ADMIN and access to /dev."),
    IO(
            "node/io",
            ErrorKind.UNAVAILABLE,
            "The kernel answered a read or a write with an error.",
            "Check the kernel log.");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    StandardErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
        this.id = id;
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
