#include "daemon/parts.h"

#include "config/config.h"
#include "daemon/worker.h"
#include "store/recorder.h"

/* ---- The store, and what is written into it ------------------------------------------------------------------------- */

static enum cw_err recorder_open(struct worker *worker, struct err *reterr) {
        const struct recorder_settings settings = recorder_settings_from(worker->config, worker->metrics);
        return recorder_new(&settings, &worker->recorder, reterr);
}

static enum cw_err recorder_begin(struct worker *worker, struct err *reterr) {
        return recorder_start(worker->recorder, reterr);
}

static void recorder_follow(struct worker *worker, const struct config *config) {
        const struct recorder_settings settings = recorder_settings_from(config, worker->metrics);
        recorder_reload(worker->recorder, &settings);
}

static bool recorder_end(struct worker *worker, int64_t deadline_ms) {
        recorder_stop(worker->recorder, deadline_ms);
        return true;
}

static void recorder_close(struct worker *worker) {
        recorder_free(worker->recorder);
}

const struct part part_table[] = {
        { .name = "recorder",
          .open = recorder_open,
          .start = recorder_begin,
          .follow = recorder_follow,
          .stop = recorder_end,
          .close = recorder_close },
};
const unsigned part_count = sizeof part_table / sizeof *part_table;
