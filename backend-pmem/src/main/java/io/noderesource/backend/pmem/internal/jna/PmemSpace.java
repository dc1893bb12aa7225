package io.noderesource.backend.pmem.internal.jna;

import com.sun.jna.Pointer;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.kinds.CreateNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes namespaces, with the calls of {@code ndctl create-namespace} ({@code ndctl/namespace.c}) in their order, in the parts that clearing
 * in between makes of them. No sector size is set for modes fsdax and raw: the kernel takes 512 bytes where labels have none. What failed
 * is not undone: it has the name of something unfinished, and is gone on with, or cleared, the next time.
 */
final class PmemSpace {

    /** {@code enum ndctl_pfn_loc}. */
    private static final int ON_THE_DEVICE = 2;

    private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";

    private final LibNdctl ndctl;
    private final PmemObjects objects;
    private final Path devices;

    /**
     * The space of a context.
     *
     * @param devices where the kernel shows its devices
     */
    PmemSpace(LibNdctl ndctl, PmemObjects objects, Path devices) {
        this.ndctl = ndctl;
        this.objects = objects;
        this.devices = devices;
    }

    private KernelNamespace now(Pointer namespace) throws IOException {
        return KernelNamespace.read(devices, ndctl.ndctl_namespace_get_devname(namespace));
    }

    /** Takes a namespace that is there out of use, unless somebody uses it; objects of this context are gone then. */
    void disable(String region, String uuid) throws IOException {
        Pointer namespace = objects.namespace(objects.region(region), uuid);
        if (namespace == null) {
            return;
        }
        detach(namespace);
        if (ndctl.ndctl_namespace_is_active(namespace) != 0) {
            PmemObjects.check("ndctl_namespace_disable_safe", ndctl.ndctl_namespace_disable_safe(namespace));
        }
    }

    /** Takes off a layout that was being put on it: as long as it has one that no driver runs, the kernel enables neither. */
    void detach(String region, String uuid) throws IOException {
        Pointer namespace = objects.namespace(objects.region(region), uuid);
        if (namespace != null) {
            detach(namespace);
        }
    }

    private void detach(Pointer namespace) throws IOException {
        Pointer dax = ndctl.ndctl_namespace_get_dax(namespace);
        if (dax != null && ndctl.ndctl_dax_is_enabled(dax) == 0) {
            PmemObjects.check("ndctl_dax_set_namespace", ndctl.ndctl_dax_set_namespace(dax, null));
        }
        Pointer pfn = ndctl.ndctl_namespace_get_pfn(namespace);
        if (pfn != null && ndctl.ndctl_pfn_is_enabled(pfn) == 0) {
            PmemObjects.check("ndctl_pfn_set_namespace", ndctl.ndctl_pfn_set_namespace(pfn, null));
        }
        Pointer btt = ndctl.ndctl_namespace_get_btt(namespace);
        if (btt != null && ndctl.ndctl_btt_is_enabled(btt) == 0) {
            PmemObjects.check("ndctl_btt_set_namespace", ndctl.ndctl_btt_set_namespace(btt, null));
        }
    }

    /**
     * Makes the region's seed nobody's again where a making was cut off before it had a size: as long as it has a UUID, the kernel takes
     * no other in a region without namespaces ({@code namespace_update_uuid} of {@code drivers/nvdimm/namespace_devs.c}). With it would go
     * the labels that hold room for that UUID, whatever they are of: it stays then.
     */
    void dropSeed(String region, String uuid) throws IOException {
        Pointer seed = PmemObjects.idle(ndctl, objects.region(region));
        if (seed != null
                && !objects.isOf(seed, NO_UUID)
                && !objects.isOf(seed, uuid)
                && now(seed).isNothingYet()) {
            PmemObjects.check("ndctl_namespace_delete", ndctl.ndctl_namespace_delete(seed));
        }
    }

    /** Makes seeds nobody's again that have a UUID from a making that was cut off, wherever they are. */
    void dropSeeds(String uuid) throws IOException {
        for (Pointer region : objects.regions()) {
            Pointer seed = PmemObjects.idle(ndctl, region);
            if (seed != null && objects.isOf(seed, uuid) && now(seed).isNothingYet()) {
                PmemObjects.check("ndctl_namespace_delete", ndctl.ndctl_namespace_delete(seed));
            }
        }
    }

    /** Whether the namespace of a UUID is there; one with another name or of another size is another than was meant. */
    boolean isThere(String region, String uuid, List<String> names, long size) throws IOException {
        Pointer namespace = objects.namespace(objects.region(region), uuid);
        if (namespace == null) {
            return false;
        }
        String name = ndctl.ndctl_namespace_get_alt_name(namespace);
        long has = ndctl.ndctl_namespace_get_size(namespace);
        if (!names.contains(name) || has != size) {
            throw new IOException(ndctl.ndctl_namespace_get_devname(namespace) + " has that UUID, the name '" + name
                    + "' and " + has + " bytes, not " + names.get(0) + " and " + size + "; it was left as it is");
        }
        return true;
    }

    String reserve(String region, String uuid, String name, long size) throws IOException {
        Pointer found = objects.namespace(objects.region(region), uuid);
        Pointer namespace = found != null ? found : take(objects.region(region), uuid, name, size);
        PmemObjects.check("ndctl_namespace_set_raw_mode", ndctl.ndctl_namespace_set_raw_mode(namespace, 1));
        PmemObjects.check("ndctl_namespace_enable", ndctl.ndctl_namespace_enable(namespace));
        String device = ndctl.ndctl_namespace_get_block_device(namespace);
        if (device == null || device.isEmpty()) {
            throw new IOException("the namespace was enabled, and has no block device");
        }
        return device;
    }

    /** Refuses to make anything where it may lie over what labels hold that show no namespace. */
    void requireNothingHidden(String region) throws IOException {
        long hidden = PmemObjects.hidden(ndctl, objects.region(region), objects.regions());
        if (hidden > 0) {
            throw new IOException("labels hold " + hidden
                    + " bytes of the region for no namespace that the kernel shows, and a new one may lie over them");
        }
    }

    /**
     * The UUID before the size, which the kernel wants. Another program may be at the same seed, and the kernel lets the later one change
     * what the earlier one has begun: before each write that counts, and after the last, it has to be as we left it.
     */
    private Pointer take(Pointer region, String uuid, String name, long size) throws IOException {
        Pointer seed = PmemObjects.idle(ndctl, region);
        if (seed == null) {
            Pointer other = ndctl.ndctl_region_get_namespace_seed(region);
            throw new IOException("the region has no seed that a namespace could be made of"
                    + (other == null
                            ? ""
                            : "; the kernel has " + ndctl.ndctl_namespace_get_devname(other) + " for it"));
        }
        KernelNamespace before = now(seed);
        require(before, before.isFreeFor(uuid));
        // A size that was refused has left it there; the kernel takes no UUID twice (drivers/nvdimm/core.c,
        // nd_is_uuid_unique), not even from the one that has it.
        if (!objects.isOf(seed, uuid)) {
            PmemObjects.check(
                    "ndctl_namespace_set_uuid", ndctl.ndctl_namespace_set_uuid(seed, PmemObjects.bytes(uuid)));
        }
        PmemObjects.check("ndctl_namespace_set_alt_name", ndctl.ndctl_namespace_set_alt_name(seed, name));
        KernelNamespace begun = now(seed);
        require(begun, begun.isBegunAs(uuid, name));
        PmemObjects.check("ndctl_namespace_set_size", ndctl.ndctl_namespace_set_size(seed, size));
        KernelNamespace made = now(seed);
        if (!made.isMadeAs(uuid, name, size) && made.uuid().equals(uuid)) {
            PmemObjects.check("ndctl_namespace_delete", ndctl.ndctl_namespace_delete(seed));
        }
        require(made, made.isMadeAs(uuid, name, size));
        return seed;
    }

    private static void require(KernelNamespace seed, boolean asItShouldBe) throws IOException {
        if (!asItShouldBe) {
            throw new IOException("another program is at what the namespace was to be made of: " + seed);
        }
    }

    /** Prepares a namespace for a layout. */
    private Pointer prepared(Pointer region, PmemLayout layout) throws IOException {
        Pointer namespace = needed(objects.namespace(region, layout.uuid()), layout.uuid());
        PmemObjects.check("ndctl_namespace_set_raw_mode", ndctl.ndctl_namespace_set_raw_mode(namespace, 0));
        // Old kernels know of no mode to enforce; the layout tells.
        ndctl.ndctl_namespace_set_enforce_mode(namespace, number(layout.mode()));
        return namespace;
    }

    /** {@code enum ndctl_namespace_mode}. */
    private static int number(PmemNamespace.Mode mode) {
        return switch (mode) {
            case FSDAX -> 0;
            case SECTOR -> 1;
            case RAW -> 2;
            case DEVDAX -> 3;
            case UNKNOWN -> 4;
        };
    }

    private void name(Pointer namespace, PmemLayout layout) throws IOException {
        PmemObjects.check("ndctl_namespace_set_alt_name", ndctl.ndctl_namespace_set_alt_name(namespace, layout.name()));
    }

    /** Gives it its name and then its layout, which the kernel writes at once; nothing is left of one that is cut off. */
    void format(PmemLayout layout) throws IOException {
        Pointer region = objects.region(layout.region());
        Pointer namespace = prepared(region, layout);
        name(namespace, layout);
        if (layout.mode() == PmemNamespace.Mode.DEVDAX) {
            devdax(seed(ndctl.ndctl_region_get_dax_seed(region)), namespace, layout);
        } else {
            fsdax(seed(ndctl.ndctl_region_get_pfn_seed(region)), namespace, layout);
        }
    }

    /**
     * Lays sectors out, under the name that says that it is unfinished: the kernel writes a map and a log for that, and what is
     * left of them when the machine dies is cleared with the rest.
     */
    void sectors(PmemLayout layout) throws IOException {
        Pointer region = objects.region(layout.region());
        Pointer namespace = prepared(region, layout);
        sector(seed(ndctl.ndctl_region_get_btt_seed(region)), namespace, layout);
    }

    /** Gives it its name, and enables it as what it is by now. */
    void finish(PmemLayout layout) throws IOException {
        Pointer namespace = prepared(objects.region(layout.region()), layout);
        name(namespace, layout);
        PmemObjects.check("ndctl_namespace_enable", ndctl.ndctl_namespace_enable(namespace));
    }

    private static Pointer seed(@Nullable Pointer seed) throws IOException {
        if (seed == null) {
            throw new IOException(
                    "the kernel does not have this mode (CONFIG_NVDIMM_PFN, CONFIG_NVDIMM_DAX, CONFIG_BTT)");
        }
        return seed;
    }

    private void fsdax(Pointer pfn, Pointer namespace, PmemLayout layout) throws IOException {
        boolean taken = false;
        boolean done = false;
        try {
            PmemObjects.check(
                    "ndctl_pfn_set_uuid", ndctl.ndctl_pfn_set_uuid(pfn, PmemObjects.bytes(layout.layoutUuid())));
            PmemObjects.check("ndctl_pfn_set_location", ndctl.ndctl_pfn_set_location(pfn, ON_THE_DEVICE));
            PmemObjects.check("ndctl_pfn_set_align", ndctl.ndctl_pfn_set_align(pfn, layout.alignment()));
            PmemObjects.check("ndctl_pfn_set_namespace", ndctl.ndctl_pfn_set_namespace(pfn, namespace));
            taken = true;
            PmemObjects.check("ndctl_pfn_enable", ndctl.ndctl_pfn_enable(pfn));
            done = true;
        } finally {
            if (taken && !done) {
                ndctl.ndctl_pfn_set_namespace(pfn, null);
            }
        }
    }

    private void devdax(Pointer dax, Pointer namespace, PmemLayout layout) throws IOException {
        boolean taken = false;
        boolean done = false;
        try {
            PmemObjects.check(
                    "ndctl_dax_set_uuid", ndctl.ndctl_dax_set_uuid(dax, PmemObjects.bytes(layout.layoutUuid())));
            PmemObjects.check("ndctl_dax_set_location", ndctl.ndctl_dax_set_location(dax, ON_THE_DEVICE));
            PmemObjects.check("ndctl_dax_set_align", ndctl.ndctl_dax_set_align(dax, layout.alignment()));
            PmemObjects.check("ndctl_dax_set_namespace", ndctl.ndctl_dax_set_namespace(dax, namespace));
            taken = true;
            PmemObjects.check("ndctl_dax_enable", ndctl.ndctl_dax_enable(dax));
            done = true;
        } finally {
            if (taken && !done) {
                ndctl.ndctl_dax_set_namespace(dax, null);
            }
        }
    }

    private void sector(Pointer btt, Pointer namespace, PmemLayout layout) throws IOException {
        boolean taken = false;
        boolean done = false;
        try {
            PmemObjects.check(
                    "ndctl_btt_set_uuid", ndctl.ndctl_btt_set_uuid(btt, PmemObjects.bytes(layout.layoutUuid())));
            PmemObjects.check(
                    "ndctl_btt_set_sector_size", ndctl.ndctl_btt_set_sector_size(btt, CreateNamespace.SECTOR_SIZE));
            PmemObjects.check("ndctl_btt_set_namespace", ndctl.ndctl_btt_set_namespace(btt, namespace));
            taken = true;
            PmemObjects.check("ndctl_btt_enable", ndctl.ndctl_btt_enable(btt));
            done = true;
        } finally {
            if (taken && !done) {
                ndctl.ndctl_btt_set_namespace(btt, null);
            }
        }
    }

    void enable(String region, String uuid) throws IOException {
        Pointer namespace = needed(objects.namespace(objects.region(region), uuid), uuid);
        PmemObjects.check("ndctl_namespace_enable", ndctl.ndctl_namespace_enable(namespace));
    }

    /** Enables a namespace that is not in use, with the layout that it has. */
    void restore(String region, String uuid) throws IOException {
        Pointer namespace = needed(objects.namespace(objects.region(region), uuid), uuid);
        PmemObjects.check("ndctl_namespace_set_raw_mode", ndctl.ndctl_namespace_set_raw_mode(namespace, 0));
        PmemObjects.check("ndctl_namespace_enable", ndctl.ndctl_namespace_enable(namespace));
    }

    /** Gives a namespace that is not in use another name. */
    void rename(String region, String uuid, String name) throws IOException {
        Pointer namespace = needed(objects.namespace(objects.region(region), uuid), uuid);
        PmemObjects.check("ndctl_namespace_set_alt_name", ndctl.ndctl_namespace_set_alt_name(namespace, name));
    }

    /** Gives back what a namespace that is not in use has of its region. */
    void delete(String region, String uuid) throws IOException {
        Pointer namespace = needed(objects.namespace(objects.region(region), uuid), uuid);
        PmemObjects.check("ndctl_namespace_set_raw_mode", ndctl.ndctl_namespace_set_raw_mode(namespace, 0));
        PmemObjects.check("ndctl_namespace_delete", ndctl.ndctl_namespace_delete(namespace));
    }

    private static Pointer needed(@Nullable Pointer namespace, String uuid) throws IOException {
        if (namespace == null) {
            throw new IOException("the namespace " + uuid + " is not there any more");
        }
        return namespace;
    }
}
