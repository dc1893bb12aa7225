package io.noderesource.backend.lvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.apply.StateStore;
import io.noderesource.house.HostProgram;
import io.noderesource.plan.StepCodec;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk that has grown, where none can: its PV is made smaller, and what is remembered of it is a disk of that size. To a process that starts
 * anew it is the same.
 */
final class GrownDisk {

    private static final String LEDGER = "ledger";

    private GrownDisk() {}

    /**
     * Has a disk grown from that size to the one that it has.
     *
     * @param state the state directory
     * @param device a PV, made by whom the state directory belongs to
     */
    static void from(int mebibytes, Path state, String device) {
        String size = "\"size\":" + HostProgram.run("blockdev", "--getsize64", device);
        StateStore store = new StateStore(state, StepCodec.of(List.of()));
        String ledger = store.kept(LEDGER).orElseThrow();
        // LVM says "Retrying metadata scan." on standard output, too.
        List<String> said = HostProgram.run("pvs", "--noheadings", "-o", "pv_uuid", device)
                .lines()
                .map(String::strip)
                .toList();
        String entry = "\"id\":\"" + said.get(said.size() - 1) + "\",";
        assertThat(ledger).contains(entry + size);
        store.keep(LEDGER, ledger.replace(entry + size, entry + "\"size\":" + ((long) mebibytes << 20)));
        // Not before, as the power may be cut between the two: a smaller PV on a device that is known to be as large as
        // it is stays so.
        HostProgram.run("pvresize", "-qqy", "--setphysicalvolumesize", mebibytes + "M", device);
    }
}
