package io.noderesource.devices.plan;

import io.noderesource.edgex.json.Json;

/** How values of one sort are compared and merged. */
interface Shape {

    /**
     * Fits what is there to what is declared.
     *
     * @param desired what is declared; {@code null} for a declared empty value
     * @param actual what is there; {@link Json#NULL} when nothing is
     * @return {@code actual} itself when it is as declared, else what shall be there; fitting that again gives it back
     */
    Json fit(Json desired, Json actual);
}
