package io.noderesource.edgex.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The simulator beside recordings of real services: the same requests in the same order, and the same answers. */
class RecordedServicesTest {
    /** Exchanges that are not the same here, and why. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
            Map.entry("upload-profile(-again|-put)?", "the simulator reads no YAML"),
            Map.entry("uom-(json|yaml)", "it has other units"),
            Map.entry("add-devices-service-asleep-207", "of two clocks here always the other wins"),
            Map.entry("all-devices-(page-.|page-last|truncated)", "which devices a page holds is chance"),
            Map.entry(
                    "all-(commands|subscriptions|readings|intervals)|readings-by-device",
                    "which objects a page holds is chance"),
            Map.entry("get-Note|put-Recipe|put-Reset", "device-virtual cannot do that"),
            Map.entry("get-Hidden|get-unknown-state", "device-virtual draws the value"),
            Map.entry("get-Cook-defaulted|get-Glance", "which command's mapping counts is chance"),
            Map.entry("all-commands-redis-asleep", "two services wait for each other"),
            Map.entry("notifications-by-(status|time)", "the order within a millisecond is chance, or other times"),
            Map.entry("(all|get)-transmissions?|transmissions-by-.*", "nothing is sent, so nothing fails"));

    @Test
    void napa() {
        assertThat(differences(SimulatedRelease.NAPA)).isEmpty();
    }

    @Test
    void jakarta() {
        assertThat(differences(SimulatedRelease.JAKARTA)).isEmpty();
    }

    private static String differences(SimulatedRelease release) {
        List<String> all = new ArrayList<>();
        try (EdgexSimulator edgex = EdgexSimulator.builder()
                .release(release)
                .requestTimeout(Duration.ofMillis(200))
                .start()) {
            Replay replay = new Replay(edgex);
            replay.seed();
            for (Recording recording : Recording.story(release.version())) {
                replay.arrange(recording.state(), recording.name());
                HttpResponse<byte[]> answer = replay.send(recording);
                List<String> differences = new ArrayList<>();
                replay.compare(recording, answer, differences);
                if (LEFT_OUT.keySet().stream().noneMatch(recording.name()::matches)) {
                    all.addAll(differences);
                }
            }
        }
        return String.join("\n", all);
    }
}
