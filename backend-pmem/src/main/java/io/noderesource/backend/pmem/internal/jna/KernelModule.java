package io.noderesource.backend.pmem.internal.jna;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** What the kernel alone tells of a module (attribute {@code flags} of {@code drivers/nvdimm/dimm_devs.c}). */
final class KernelModule {

    private KernelModule() {}

    /** Tells whether the kernel keeps labels on it: flag {@code label}; before Linux 5.7 {@code alias} alone said so. */
    static boolean isLabelled(Path devices, String name) throws IOException {
        try {
            String flags = Files.readString(devices.resolve(name).resolve("flags"));
            return Arrays.stream(flags.strip().split(" "))
                    .anyMatch(flag -> flag.equals("label") || flag.equals("alias"));
        } catch (NoSuchFileException notTold) {
            return false;
        }
    }
}
