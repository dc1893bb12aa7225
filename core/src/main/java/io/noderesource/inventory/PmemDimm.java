package io.noderesource.inventory;

import io.noderesource.base.Counter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A module of persistent memory (NVDIMM).
 *
 * @param name its kernel name, such as {@code nmem0}; another one after the next boot, perhaps
 * @param bus the kernel name of the bus that it is on, such as {@code ndbus0}
 * @param id what its maker and its serial number give ({@code unique_id}); null when it has none
 * @param handle what the firmware addresses it by
 * @param physicalId number of its slot, as SMBIOS has it
 * @param enabled whether the kernel has a driver on it
 * @param active whether a region of it is in use by the kernel
 * @param locked whether its contents are locked by a passphrase
 * @param security whether a passphrase guards them
 * @param labelled whether the kernel keeps labels for namespaces on it: until the next boot also when they are gone from it by now; where
 *     it does so on none of a region's modules, the region is one namespace
 * @param availableLabels how many labels for namespaces are free, or would be once they are initialized; 0 where there is no
 *     room for any
 * @param health how its firmware says that it is; part of no fingerprint, as one that is busy tells nothing
 * @param failures what its firmware or the kernel says has failed, in libndctl's words; sorted
 */
public record PmemDimm(
        String name,
        String bus,
        @Nullable String id,
        long handle,
        int physicalId,
        boolean enabled,
        boolean active,
        boolean locked,
        Security security,
        boolean labelled,
        long availableLabels,
        @Counter Health health,
        List<String> failures) {

    /** How a passphrase guards a module (Documentation/driver-api/nvdimm/security.rst). */
    public enum Security {
        /** It has no passphrases, or does not tell. */
        UNSUPPORTED,
        /** None is set. */
        DISABLED,
        /** One is set, and was given. */
        UNLOCKED,
        /** One is set, and nothing can be read or written until it is given. */
        LOCKED,
        /** Whatever it is else, nothing of it can be changed until the next boot. */
        FROZEN,
        /** All of it is being overwritten; some kernels show {@link #UNLOCKED} meanwhile. */
        OVERWRITE
    }

    /** How a module's firmware says that it is (Intel, NVDIMM DSM Interface, function 1: "Health Status"). */
    public enum Health {
        /** As it should be. */
        OK,
        /** It needs maintenance. */
        NON_CRITICAL,
        /** Something failed, and it does less, or is slower, than it should. */
        CRITICAL,
        /** Data was lost, or is about to be. */
        FATAL,
        /** Its firmware does not tell. */
        UNKNOWN
    }

    public PmemDimm {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bus, "bus");
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(failures, "failures");
        failures = failures.stream().sorted().toList();
    }
}
