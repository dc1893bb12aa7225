package io.noderesource.sandbox;

import io.noderesource.house.InSandbox;
import io.noderesource.house.Needs;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A machine that test classes ask for.
 *
 * @param needs the system property that they cannot do without; empty when there is none
 */
record Machine(List<String> disks, List<String> nvdimms, String needs) {
    Machine {
        disks = List.copyOf(disks);
        nvdimms = List.copyOf(nvdimms);
    }

    static Machine of(Class<?> test) {
        InSandbox wanted = AnnotationSupport.findAnnotation(test, InSandbox.class)
                .orElseThrow(() ->
                        new IllegalStateException(test.getName() + " is named a sandbox test and has no @InSandbox"));
        String needs = AnnotationSupport.findAnnotation(test, Needs.class)
                .map(Needs::value)
                .orElse("");
        return new Machine(List.of(wanted.disks()), List.of(wanted.nvdimms()), needs);
    }

    /** The options of {@code examples/sandbox/sandbox} that make it. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        for (String disk : disks) {
            options.addAll(List.of("--disk", disk));
        }
        for (String nvdimm : nvdimms) {
            options.addAll(List.of("--nvdimm", nvdimm));
        }
        return options;
    }

    @Override
    public String toString() {
        return "disks " + disks + ", NVDIMMs " + nvdimms + (needs.isEmpty() ? "" : ", with -D" + needs);
    }
}
