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
}
