package io.noderesource.kinds;

import io.noderesource.base.ResourceAddress;
import java.util.List;
import java.util.regex.Pattern;

/** What the steps on quota paths must be made of, also when they come out of a saved plan. */
final class QuotaPathSteps {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern LABEL = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,11}");

    private QuotaPathSteps() {}

    /** Insists on a UUID in its usual form; the text becomes part of a program's argument. */
    static void checkUuid(String uuid) {
        if (!UUID.matcher(uuid).matches()) {
            throw new IllegalArgumentException("not a UUID: '" + uuid + "'");
        }
    }

    /** Insists on a label that every file system takes. */
    static void checkLabel(String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException("not a label: '" + label + "'");
        }
    }

    /** Insists on a directory that may be mounted on. */
    static void checkPath(ResourceAddress address) {
        MountPaths.problem(address.name()).ifPresent(problem -> {
            throw new IllegalArgumentException("quota path '" + address.name() + "' " + problem.message());
        });
    }

    /** Insists on options that may be given to the kernel. */
    static void checkOptions(List<String> options) {
        options.forEach(option -> MountOptions.problem(option).ifPresent(problem -> {
            throw new IllegalArgumentException("mount option '" + option + "' " + problem);
        }));
    }
}
