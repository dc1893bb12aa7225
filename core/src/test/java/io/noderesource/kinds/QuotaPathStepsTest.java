package io.noderesource.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.noderesource.base.ByteSize;
import io.noderesource.base.ResourceAddress;
import io.noderesource.inventory.DeviceIdentity;
import io.noderesource.plan.DeviceTarget;
import io.noderesource.plan.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A saved plan is an order, but none to do anything else than what the step is for. */
class QuotaPathStepsTest {

    private static final ResourceAddress PATH = new ResourceAddress("quotapath", "/mnt/a");
    private static final DeviceTarget DEVICE =
            new DeviceTarget(new DeviceIdentity(DeviceIdentity.Kind.SERIAL, "A"), ByteSize.ofGibibytes(1), "/dev/vdb");
    private static final String UUID = "01234567-89ab-8def-8123-456789abcdef";

    private static MakeFileSystem make(ResourceAddress address, String uuid, String label) {
        return new MakeFileSystem(address, DEVICE, QuotaPathSpec.FileSystemType.XFS, uuid, label, "a test");
    }

    private static MountFileSystem mount(String... options) {
        return new MountFileSystem(
                PATH, DEVICE, QuotaPathSpec.FileSystemType.EXT4, UUID, List.of(options), null, "a test");
    }

    @Test
    void ordinaryOnesAreMade() {
        assertThat(make(PATH, UUID, "nr-abcd12345").makes()).hasSize(1);
        assertThat(mount("prjquota", "noatime").writes()).containsExactly(DEVICE);
    }

    @Test
    void whatIsMadeIsMissedOnceItIsThereAndNoSooner() {
        MakeFileSystem make = make(PATH, UUID, "nr-abcd12345");

        Ledger begun = Ledger.empty("salt").withMade(make);
        assertThat(begun.entry(PATH))
                .hasValueSatisfying(entry -> assertThat(entry.uuid()).isNull());
        Ledger done = begun.withDone(make);
        assertThat(done.entry(PATH)).hasValueSatisfying(entry -> {
            assertThat(entry.uuid()).isEqualTo(UUID);
            assertThat(entry.made(UUID)).isPresent();
        });
        assertThat(done.withDone(mount())).isEqualTo(done);
        assertThat(begun.withDone(mount()).entry(PATH)).isEqualTo(done.entry(PATH));
        assertThat(done.withDone(new UnmarkFileSystem(PATH, DEVICE, UUID, "nr-abcd12345", "a test"))
                        .entry(PATH))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "01234567-89ab-8def-8123-456789abcdef,crc=0", "01234567-89AB-8def-8123-456789abcdef"})
    void noTextBecomesAnotherArgumentByAUuid(String uuid) {
        assertThatIllegalArgumentException().isThrownBy(() -> make(PATH, uuid, "nr-abcd12345"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-f", "a label", "longer-than-twelve"})
    void norByALabel(String label) {
        assertThatIllegalArgumentException().isThrownBy(() -> make(PATH, UUID, label));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc", "relative", "/mnt/../etc", "/mnt/a/"})
    void nothingIsMountedOnTheSystemsOwn(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> make(new ResourceAddress("quotapath", path), UUID, "nr-abcd12345"));
    }

    @Test
    void aNameMayBeAsLongAsLinuxTakesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        make(new ResourceAddress("quotapath", "/mnt/" + "ä".repeat(128)), UUID, "nr-abcd12345"));
        assertThat(make(new ResourceAddress("quotapath", "/mnt/" + "ä".repeat(127)), UUID, "nr-abcd12345"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"remount", "ro", "bind", "journal_dev=0x801", "a b", ""})
    void noOptionMakesAMountSomethingElse(String option) {
        assertThatIllegalArgumentException().isThrownBy(() -> mount("prjquota", option));
    }
}
