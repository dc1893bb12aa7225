package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.ByteSize;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.Inventory;
import io.noderesource.kinds.CreatePhysicalVolume;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Saved plans, inventories, ledgers and journals with a value replaced or left out: whatever they hold is read, or
 * refused by a code, and never leads to a forbidden write.
 *
 * <p>A random share of all such texts; {@code -Dhostile.texts=1000000} takes all of them.
 */
class HostileJsonTest {

    private static final int TEXTS = Integer.getInteger("hostile.texts", 150);

    private static final Pattern FIELD =
            Pattern.compile("\"[A-Za-z]+\" ?: ?(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9]+|true|false)");
    private static final List<String> VALUES = List.of(
            "null",
            "-1",
            "9223372036854775807",
            "1" + "0".repeat(40),
            "\"\"",
            "\"-x\"",
            "\"/\"",
            "[]",
            "{}",
            "true",
            "[".repeat(5000));

    @TempDir
    private Path state;

    private final SimulatedNode node = SimulatedNode.builder("edge-1")
            .disk("DATA-1", ByteSize.ofGibibytes(10))
            .disk("DATA-2", ByteSize.ofGibibytes(10))
            .disk("DATA-3", ByteSize.ofGibibytes(10))
            .build();
    private final Topology topology = Topology.of(VolumeGroupSpec.builder("vg-data")
            .from(DeviceSource.devices("/dev/vdb", "/dev/vdc", "/dev/vdd", "/dev/vdx"))
            .build());

    @Test
    void aPlanThatIsNotOneIsRefusedByACode() {
        Plan plan = planOfAllSorts();
        List<String> odd = new ArrayList<>();
        for (String text : mutants(plan.toJson())) {
            try {
                Plan parsed = open().parsePlan(text);
                assertThat(parsed.render()).isNotEmpty();
                assertThat(parsed.toJson()).isNotEmpty();
                open().apply(parsed);
            } catch (NodeResourceException expected) {
                assertThat(expected.code()).isNotNull();
            } catch (RuntimeException | StackOverflowError e) {
                odd.add(e + " at " + e.getStackTrace()[0] + " for " + changed(plan.toJson(), text));
            }
        }
        assertThat(odd.stream().limit(30).toList()).as("%d", odd.size()).isEmpty();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    @Test
    void anInventoryThatIsNotOneIsRefusedByACode() {
        planOfAllSorts();
        String json = node.observe().toJson();
        List<String> odd = new ArrayList<>();
        NodeResources resources = open();
        for (String text : mutants(json)) {
            try {
                Inventory inventory = Inventory.parse(text);
                assertThat(resources
                                .plan(topology, Policy.defaults(), inventory)
                                .render())
                        .isNotEmpty();
            } catch (NodeResourceException expected) {
                assertThat(expected.code()).isNotNull();
            } catch (RuntimeException | StackOverflowError e) {
                odd.add(e + " at " + e.getStackTrace()[0] + " for " + changed(json, text));
            }
        }
        assertThat(odd.stream().limit(30).toList()).as("%d", odd.size()).isEmpty();
    }

    @Test
    void aDamagedLedgerOrJournalIsSurvived() throws IOException {
        node.next(CreatePhysicalVolume.TYPE, StepFault.CRASH_AFTER);
        try {
            open().apply(open().plan(topology));
        } catch (SimulatedCrash expected) {
            assertThat(expected).isNotNull();
        }
        String intent = Files.readString(state.resolve("journal"));
        // The run that finds the step done writes the ledger.
        open().apply(open().plan(topology));
        String ledger = Files.readString(state.resolve("ledger"));

        List<String> odd = new ArrayList<>();
        odd.addAll(survive("journal", intent, "\n"));
        odd.addAll(survive("ledger", ledger, ""));

        assertThat(odd.stream().limit(30).toList()).as("%d", odd.size()).isEmpty();
        assertThat(node.forbiddenWrites()).isEmpty();
    }

    private List<String> survive(String name, String whole, String end) throws IOException {
        List<String> odd = new ArrayList<>();
        Path file = state.resolve(name);
        String json = whole.substring(9).strip();
        for (String text : mutants(json)) {
            Files.writeString(file, crc(text) + " " + text + end);
            try {
                open().apply(open().plan(topology));
            } catch (NodeResourceException expected) {
                assertThat(expected.code()).isNotNull();
            } catch (RuntimeException | StackOverflowError e) {
                odd.add(name + ": " + e + " at " + e.getStackTrace()[0] + " for " + changed(json, text));
            }
        }
        Files.writeString(file, whole);
        return odd;
    }

    private Plan planOfAllSorts() {
        node.vgcreate("vg-data", "DATA-1");
        node.dirty("DATA-2", "ext4");
        Policy.Builder policy = Policy.builder().adopt(Set.of(new ResourceAddress("volumegroup", "vg-data")));
        Plan refused = open().plan(topology, policy.build());
        Consent consent = new Consent(
                String.valueOf(refused.refusals().get(0).consent()),
                node.clock().instant().plus(Duration.ofDays(1)));
        return open().plan(topology, policy.consents(List.of(consent)).build());
    }

    private static List<String> mutants(String json) {
        List<String> all = new ArrayList<>();
        Matcher fields = FIELD.matcher(json);
        while (fields.find()) {
            for (String value : VALUES) {
                all.add(json.substring(0, fields.start(1)) + value + json.substring(fields.end(1)));
            }
            all.add(json.substring(0, fields.start())
                    + json.substring(fields.end()).replaceFirst("^\\s*,", ""));
        }
        all.add(json.replace(",", ",\u0000"));
        all.add(json + json);
        all.add("\uFEFF" + json);
        all.add("");
        long seed = System.nanoTime();
        System.out.println("HostileJsonTest: seed " + seed);
        Collections.shuffle(all, new Random(seed));
        return all.subList(0, Math.min(TEXTS, all.size()));
    }

    private static String changed(String before, String after) {
        int i = 0;
        while (i < Math.min(before.length(), after.length()) && before.charAt(i) == after.charAt(i)) {
            i++;
        }
        int from = Math.max(0, i - 60);
        return after.substring(from, Math.min(after.length(), i + 40)).replaceAll("\\s+", " ");
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private NodeResources open() {
        return NodeResources.builder()
                .node(node)
                .identity(node.identity())
                .stateDirectory(state)
                .build();
    }
}
