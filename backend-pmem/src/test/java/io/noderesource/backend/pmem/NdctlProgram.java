package io.noderesource.backend.pmem;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.house.HostProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program {@code ndctl}, as a witness. */
public final class NdctlProgram {

    private NdctlProgram() {}

    /** The values of a field in what {@code ndctl list} says. */
    public static List<String> values(String field, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ndctl", "list"));
        command.addAll(List.of(arguments));
        Matcher matcher = Pattern.compile("\"" + field + "\":\"([^\"]*)\"")
                .matcher(HostProgram.run(command.toArray(String[]::new)));
        List<String> values = new ArrayList<>();
        while (matcher.find()) {
            values.add(matcher.group(1));
        }
        return values;
    }

    static String only(String region, String field) {
        List<String> all = values(field, "-N", "-r", region);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** The block devices of a region's namespaces. */
    public static List<String> blockDevices(String region) {
        return values("blockdev", "-N", "-r", region).stream()
                .map(name -> "/dev/" + name)
                .sorted()
                .toList();
    }

    /** The block device of the namespace of a name. */
    public static String device(String region, String name) {
        return "/dev/" + values("blockdev", "-N", "-n", named(region, name)).get(0);
    }

    /** The kernel name of the namespace of a name. */
    public static String named(String region, String name) {
        for (String namespace : values("dev", "-N", "-r", region)) {
            if (values("name", "-N", "-n", namespace).contains(name)) {
                return namespace;
            }
        }
        throw new AssertionError("no namespace " + name + " in " + region);
    }

    static String region(int dimm) {
        List<String> all = values("dev", "-R", "-d", "nmem" + dimm);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Gives a module labels, and tells its region. */
    public static String labelled(int dimm) {
        String region = region(dimm);
        HostProgram.run("ndctl", "disable-region", region);
        HostProgram.run("ndctl", "init-labels", "-f", "nmem" + dimm);
        HostProgram.run("ndctl", "enable-region", region);
        return region;
    }
}
