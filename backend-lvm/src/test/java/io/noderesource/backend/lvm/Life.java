package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import io.noderesource.apply.ApplyReport;
import io.noderesource.base.NodeIdentity;
import io.noderesource.base.ResourceAddress;
import io.noderesource.base.StandardErrorCode;
import io.noderesource.house.HostProgram;
import io.noderesource.kinds.VolumeGroupSpec;
import io.noderesource.plan.Consent;
import io.noderesource.plan.Notice;
import io.noderesource.plan.Plan;
import io.noderesource.plan.Policy;
import io.noderesource.plan.Refusal;
import io.noderesource.topology.DeviceSource;
import io.noderesource.topology.Topology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The life of a volume group on three disks, part by part: what is declared and asked for, and what shall be then. */
enum Life {
    /** Made of two blank disks. */
    CREATE,
    /** Extended by a third disk, which is wiped with a consent. */
    EXTEND,
    /** One of its PVs grows. */
    GROW,
    /** Released. */
    RELEASE,
    /** Adopted again. */
    ADOPT;

    private static final Set<ResourceAddress> DATA = Set.of(new ResourceAddress("volumegroup", "vg-data"));

    /** What the wiping that was consented to may have left. */
    private static final Set<StandardErrorCode> MENDED_BY_CONSENT =
            Set.of(StandardErrorCode.DEVICE_HAS_SIGNATURE, StandardErrorCode.DEVICE_HAS_CONTENT);

    /** The node as a process sees it that has just started. */
    static NodeResources started(Path state) {
        return NodeResources.builder()
                .identity(new NodeIdentity("edge-1", Map.of()))
                .stateDirectory(state)
                .build();
    }

    private List<String> declared(List<String> three) {
        return this == CREATE ? three.subList(0, 2) : three;
    }

    private Topology topology(List<String> three) {
        return Topology.of(VolumeGroupSpec.builder("vg-data")
                .from(DeviceSource.devices(declared(three).toArray(String[]::new)))
                .build());
    }

    private Policy policy(List<Consent> consents) {
        Policy.Builder policy = Policy.builder().consents(consents);
        if (this == RELEASE) {
            policy.release(DATA);
        }
        if (this == ADOPT) {
            policy.adopt(DATA);
        }
        return policy.build();
    }

    /**
     * Plans this part. A disk that is refused for what it holds gets a consent, as its refusal's remedy says.
     *
     * @param refused is told of each refusal
     */
    Plan plan(NodeResources node, List<String> three, Consumer<Refusal> refused) {
        Plan plan = node.plan(topology(three), policy(List.of()));
        plan.refusals().forEach(refused);
        if (plan.refusals().isEmpty()) {
            return plan;
        }
        assertThat(plan.refusals()).as(plan.render()).allSatisfy(refusal -> {
            assertThat(refusal.code()).isIn(MENDED_BY_CONSENT);
            assertThat(refusal.consent()).isNotNull();
        });
        List<Consent> consents = plan.refusals().stream()
                .map(r -> new Consent(String.valueOf(r.consent()), Instant.now().plusSeconds(3600)))
                .toList();
        Plan consented = node.plan(topology(three), policy(consents));
        assertThat(consented.refusals()).as(consented.render()).isEmpty();
        return consented;
    }

    /** After a restart: plans, applies, and has nothing left to do. */
    void converges(Path state, List<String> three, Consumer<Refusal> refused) {
        try (NodeResources node = started(state)) {
            Plan plan = plan(node, three, refused);
            ApplyReport report = node.apply(plan);
            assertThat(report.succeeded())
                    .as("%s%n%s", plan.render(), report.toJson())
                    .isTrue();
            Plan again = node.plan(topology(three), policy(List.of()));
            assertThat(again.steps()).as(again.render()).isEmpty();
            assertThat(again.refusals()).as(again.render()).isEmpty();
            assertThat(again.drifts()).as(again.render()).isEmpty();
            assertThat(again.notices())
                    .as(again.render())
                    .extracting(Notice::code)
                    .doesNotContain(StandardErrorCode.VG_PART_OF_DEVICE);
        }
    }

    /** Asks LVM itself whether the volume group has its disks and its mark, and finds its metadata in order. */
    void isAsDeclared(List<String> three) {
        List<List<String>> seen = HostProgram.run(
                        "pvs", "--noheadings", "--separator", " ", "-o", "pv_name,vg_tags", "-S", "vg_name=vg-data")
                .lines()
                .map(String::strip)
                // LVM says "Retrying metadata scan." on standard output, too.
                .filter(line -> line.startsWith("/"))
                .map(line -> List.of(line.split(" ")))
                .toList();
        assertThat(seen.stream().map(line -> Scene.kernelPath(line.get(0))))
                .containsExactlyInAnyOrderElementsOf(
                        declared(three).stream().map(Scene::kernelPath).toList());
        List<String> mark = this == RELEASE ? List.of() : List.of("noderesource/noderesource/edge-1");
        assertThat(seen).allMatch(line -> line.subList(1, line.size()).equals(mark));
        HostProgram.run("vgck", "vg-data");
    }
}
