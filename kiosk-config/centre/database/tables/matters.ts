/** JSON stands as text, written and read by `matters/` alone. */
export interface MatterTables {
  matters: {
    handle_item: string;
    unit_code: string;
    /** Of the newest version: LocalText. */
    name: string;
    unit_name: string;
    revision: number;
    /** MatterState, which the events give again at any time. */
    state: string;
  };
  /** Documents, never altered. */
  matter_versions: {
    handle_item: string;
    version: string;
    sha256: string;
    /** As it is published, byte for byte. */
    document: string;
    imported_at: string;
    imported_by: string;
  };
  /** The life cycle: one stream a matter, only ever added to. */
  matter_events: {
    seq: number;
    handle_item: string;
    revision: number;
    /** Request, window, suspension or run that it is about. */
    subject_id: string | null;
    sunk_down: 0 | 1;
    at: string;
    type: string;
    event: string;
  };
  announcements: {
    announcement_id: string;
    handle_item: string | null;
    title: string;
    text: string;
    from_at: string;
    until_at: string;
    severity: 'notice' | 'warning' | 'urgent';
    revision: number;
  };
  unit_connections: { unit_code: string; revision: number; state: string };
  /** Each with its end, for the history. */
  cut_offs: {
    cut_off_id: string;
    unit_code: string;
    /** CutOff. */
    cut_off: string;
    at: string;
    by: string;
    restored_at: string | null;
    restored_by: string | null;
    restoration_reason: string | null;
  };
  /** The one row that says what waits to be published. */
  publication: {
    id: 1;
    /** Grows with every decision that the catalogue has to tell. */
    wanted: number;
    /** `wanted` of the last publication. */
    done: number;
    wanted_at: string | null;
    /** When the catalogue means something else although nobody decides anything. */
    next_at: string | null;
    failure: string | null;
  };
  /** Files of the publication by their paths; JSON in UTF-8. */
  published_files: { path: string; content: string };
}
