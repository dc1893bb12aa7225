package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.base.NodeIdentity;
import io.noderesource.house.DeviceContent;
import io.noderesource.house.HostProgram;
import io.noderesource.house.JournalFile;
import io.noderesource.house.Waiting;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The disks of the tests about crashes and faults, and what they do over and over. */
final class Scene {

    static final String ONE = "/dev/disk/by-id/virtio-CRASH-1";
    static final String TWO = "/dev/disk/by-id/virtio-CRASH-2";
    static final String THREE = "/dev/disk/by-id/virtio-CRASH-3";
    static final String BYSTANDER = "/dev/disk/by-id/virtio-BYSTANDER";
    static final List<String> DISKS = List.of(ONE, TWO, THREE, BYSTANDER);

    private Scene() {}

    static Topology group(String... devices) {
        return Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices(devices))
                .build());
    }

    /** The node as a process sees it that has just started. */
    static NodeResources started(Path state) {
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .build();
    }

    /** Gives the bystander a file system and returns the digest of all of it. */
    static String bystander() {
        HostProgram.run("mkfs.ext4", "-q", "-F", "-L", "bystander", BYSTANDER);
        HostProgram.run("udevadm", "settle");
        return DeviceContent.digest(BYSTANDER);
    }

    /** After a restart: plans, applies, and has nothing left to do. */
    static void converges(Path state, Topology topology, Policy policy) {
        try (NodeResources node = started(state)) {
            Plan plan = node.plan(topology, policy);
            assertThat(plan.refusals()).as(plan.render()).isEmpty();
            node.apply(plan).orThrow();
            Plan again = node.plan(topology, policy);
            assertThat(again.steps()).as(again.render()).isEmpty();
            assertThat(again.refusals()).as(again.render()).isEmpty();
        }
        assertThat(JournalFile.openIntents(state)).isZero();
    }

    /** A policy with a consent for the first disk that the node refuses. */
    static Policy consented(NodeResources node, Topology topology) {
        String hash = String.valueOf(node.plan(topology).refusals().get(0).consent());
        return Policy.builder()
                .consents(List.of(new Consent(hash, Instant.now().plusSeconds(3600))))
                .build();
    }

    /** As {@link #converges}, where what is still under way may get in between. */
    static void convergesAtLast(Path state, Topology topology) {
        Waiting.until(() -> {
            try (NodeResources node = started(state)) {
                node.apply(node.plan(topology));
                return node.plan(topology).steps().isEmpty();
            }
        });
        converges(state, topology, Policy.defaults());
    }

    /** The type of the step whose intent is the journal's last record, or null. */
    static @Nullable String openStep(Path state) {
        try {
            List<String> lines = Files.readAllLines(state.resolve("journal"));
            String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
            if (!last.contains("\"event\":\"INTENT\"")) {
                return null;
            }
            return last.replaceFirst("^.*\\\\\"type\\\\\":\\\\\"([a-z/-]+).*$", "$1");
        } catch (IOException e) {
            return null;
        }
    }

    static long sequence() {
        return Long.parseLong(HostProgram.run("vgs", "--noheadings", "-o", "vg_seqno", "vg-data")
                .strip());
    }

    static String kernelPath(String link) {
        try {
            return Path.of(link).toRealPath().toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> kernelPaths(String... links) {
        return List.of(links).stream().map(Scene::kernelPath).sorted().toList();
    }
}
