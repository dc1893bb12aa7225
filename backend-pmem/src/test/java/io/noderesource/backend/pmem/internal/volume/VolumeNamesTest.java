package io.noderesource.backend.pmem.internal.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.backend.pmem.internal.volume.FoundVolume.Stage;
import io.noderesource.base.ByteSize;
import io.noderesource.inventory.DaxDevice;
import io.noderesource.inventory.Pmem;
import io.noderesource.inventory.PmemNamespace;
import io.noderesource.inventory.PmemNamespace.Mode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeNamesTest {

    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);

    private final VolumeNames names = new VolumeNames("pmem.csi.example.org");

    private static PmemNamespace namespace(
            @Nullable String uuid, @Nullable String label, Mode mode, boolean enabled, @Nullable String device) {
        List<DaxDevice> dax = mode == Mode.DEVDAX && enabled
                ? List.of(new DaxDevice("dax0.0", DaxDevice.Mode.DEVDAX, SIZE, SIZE, 0, null))
                : List.of();
        return new PmemNamespace(
                "namespace0.0",
                "region0",
                uuid,
                null,
                label,
                mode,
                ByteSize.ZERO,
                SIZE,
                SIZE,
                512,
                ByteSize.ZERO,
                PmemNamespace.MapLocation.NONE,
                enabled,
                device,
                dax);
    }

    private static Pmem pmem(PmemNamespace... namespaces) {
        return new Pmem(List.of(), List.of(), List.of(), List.of(namespaces), ByteSize.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "FSDAX, FSDAX, true, /dev/pmem0, READY",
        "SECTOR, SECTOR, true, /dev/pmem0s, READY",
        "RAW, RAW, true, /dev/pmem0, READY",
        "DEVDAX, DEVDAX, true, , READY",
        "FSDAX, RAW, true, /dev/pmem0, WITHOUT_LAYOUT",
        "FSDAX, RAW, false, , WITHOUT_LAYOUT",
        "RAW, RAW, false, , WITHOUT_LAYOUT",
        "DEVDAX, RAW, true, /dev/pmem0, WITHOUT_LAYOUT",
        "FSDAX, UNKNOWN, true, , WITHOUT_LAYOUT",
        "FSDAX, SECTOR, true, /dev/pmem0s, OTHER_LAYOUT",
        "RAW, FSDAX, true, /dev/pmem0, OTHER_LAYOUT",
        "RAW, DEVDAX, true, , OTHER_LAYOUT"
    })
    void howANamespaceStands(Mode made, Mode shown, boolean enabled, @Nullable String device, Stage stage) {
        String uuid = names.uuid("pvc-1");
        PmemNamespace whole = namespace(uuid, names.label("pvc-1", made).text(), shown, enabled, device);
        assertThat(names.all(pmem(whole))).singleElement().satisfies(found -> {
            assertThat(found.stage()).isEqualTo(stage);
            assertThat(found.label().volume()).isEqualTo("pvc-1");
        });
        PmemNamespace begun =
                namespace(uuid, names.label("pvc-1", made).unfinished().text(), shown, enabled, device);
        assertThat(names.all(pmem(begun)))
                .singleElement()
                .satisfies(found -> assertThat(found.stage()).isEqualTo(Stage.NOT_CLEARED));
    }

    @Test
    void aNamespaceIsAVolumeByNameAndUuidOnly() {
        String name = names.label("pvc-1", Mode.RAW).text();
        String uuid = names.uuid("pvc-1");
        String another = "11111111-2222-4333-8444-555555555555";
        for (PmemNamespace alike : List.of(
                namespace(another, name, Mode.RAW, true, "/dev/pmem0"),
                namespace(null, name, Mode.RAW, true, "/dev/pmem0"),
                namespace(uuid, "theirs", Mode.RAW, true, "/dev/pmem0"),
                namespace(uuid, null, Mode.RAW, true, "/dev/pmem0"),
                namespace(uuid, names.label("pvc-2", Mode.RAW).text(), Mode.RAW, true, "/dev/pmem0"))) {
            assertThat(names.all(pmem(alike))).isEmpty();
            assertThat(names.alike(pmem(alike), "pvc-1")).contains(alike);
        }
        PmemNamespace declared = namespace(another, "nr-0123456ab-0123abcd", Mode.FSDAX, true, "/dev/pmem0");
        assertThat(names.all(pmem(declared))).isEmpty();
        assertThat(names.alike(pmem(declared), "pvc-1")).isEmpty();
        PmemNamespace own = namespace(uuid, name, Mode.RAW, true, "/dev/pmem0");
        assertThat(names.alike(pmem(own), "pvc-1")).isEmpty();
        assertThat(new VolumeNames("other.csi.example.org").all(pmem(own))).isEmpty();
        assertThat(new VolumeNames("other.csi.example.org").alike(pmem(own), "pvc-1"))
                .isEmpty();
    }

    @Test
    void aUuidFollowsFromDriverAndVolume() {
        UUID uuid = UUID.fromString(names.uuid("pvc-1"));
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.toString())
                .isEqualTo(new VolumeNames("pmem.csi.example.org").uuid("pvc-1"))
                .isNotEqualTo(names.uuid("pvc-2"))
                .isNotEqualTo(new VolumeNames("other.csi.example.org").uuid("pvc-1"));
    }

    @Test
    void whatIsPlannedIsWhatIsFoundUnfinished() {
        FoundVolume planned = names.planned("pvc-1", Mode.SECTOR, "region3", SIZE);
        assertThat(planned.stage()).isEqualTo(Stage.NOT_CLEARED);
        assertThat(planned.devices()).isEmpty();
        assertThat(names.all(pmem(planned.namespace()))).containsExactly(planned);
        assertThat(planned.rawNames()).containsExactly(planned.label().text());
    }
}
