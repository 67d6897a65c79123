import { addWorkingDays, endOfShanghaiDay, shanghaiDay } from '../working-days/index.ts';
import type { CommandOf, DecisionContext } from './commands.ts';
import type { UnsignedEvent } from './events.ts';
import { exists, findVersion, unknown, wrongStatus } from './gates.ts';
import type { Refusal } from './refusal.ts';
import { measuresOn } from './rules.ts';
import { plannedStatus, standing, type MatterState } from './state.ts';

const DAY_MS = 86_400_000;

/**
 * What is filed with the data centre (报备) and asked of nobody: maintenance and emergencies (art. 11). The civil affairs
 * bureau, whose approval art. 12 wants for applications only, is told.
 */

/** A window that starts at the earliest so many working days after the day of filing; it ends by itself. */
export function fileMaintenance(
  state: MatterState,
  command: CommandOf<'file-maintenance'>,
  { now, calendars }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { windowId, start, end, reason } = command;
  const day = shanghaiDay(now);
  const measures = measuresOn(day);
  if (!measures) {
    return {
      code: 'NO_MEASURES',
      day,
      detail: `No measures are in force on ${day}; the first are of 2020-10-01.`,
    };
  }
  if (state.windows.some((each) => each.windowId === windowId)) return exists('window', windowId);
  const status = plannedStatus(state);
  if (status !== 'OPEN') return wrongStatus(status, 'Only an open matter has maintenance.');
  if (end <= start) {
    return { code: 'TIME_INVALID', earliest: start, detail: 'The window has to end after it starts.' };
  }
  const earliest = addWorkingDays(day, measures.maintenanceNotice, calendars);
  const earliestStart = startOfDay(earliest.date);
  if (start < earliestStart) {
    const detail = `Maintenance is filed ${measures.maintenanceNotice} working days ahead: filed today it starts on ${earliest.date} or later. What cannot wait is an emergency suspension.`;
    return { code: 'NOTICE_TOO_SHORT', earliestStart, provisional: earliest.provisional, detail };
  }
  return [
    { type: 'maintenance-filed', windowId, start, end, reason },
    ...bureauTold(state, now, 'maintenance', windowId),
  ];
}

export function cancelMaintenance(
  state: MatterState,
  command: CommandOf<'cancel-maintenance'>,
  { now }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { windowId, words } = command;
  const window = state.windows.find((each) => each.windowId === windowId);
  if (!window) return unknown('window', windowId);
  if (window.end <= now.toISOString()) {
    return { code: 'TIME_INVALID', earliest: window.end, detail: 'The window is over.' };
  }
  return [
    { type: 'maintenance-cancelled', windowId, words },
    ...bureauTold(state, now, 'maintenance', windowId),
  ];
}

/** Status, announcement and filing are one decision. */
export function suspendInEmergency(
  state: MatterState,
  command: CommandOf<'suspend-in-emergency'>,
  { now }: DecisionContext,
): UnsignedEvent[] | Refusal {
  const { suspensionId, notice, announcement } = command;
  if (state.emergencies.some((each) => each.suspensionId === suspensionId)) {
    return exists('emergency suspension', suspensionId);
  }
  const { status } = standing(state, now);
  if (status !== 'OPEN') return wrongStatus(status, 'Only an open matter can be suspended.');
  const earliest = now.toISOString();
  if (announcement.until <= earliest) {
    return { code: 'TIME_INVALID', earliest, detail: 'The announcement has to last beyond now.' };
  }
  return [
    { type: 'emergency-suspended', suspensionId, notice },
    { type: 'announced', ...announcement },
    { type: 'filed-with-data-centre', subject: 'emergency', suspensionId },
    ...bureauTold(state, now, 'emergency', suspensionId),
  ];
}

export function reportEmergency(
  state: MatterState,
  command: CommandOf<'report-emergency'>,
): UnsignedEvent[] | Refusal {
  const { suspensionId, words } = command;
  const emergency = state.emergencies.find((each) => each.suspensionId === suspensionId);
  if (!emergency) return unknown('emergency suspension', suspensionId);
  if (emergency.reported) return exists('report on', suspensionId);
  return [{ type: 'emergency-reported', suspensionId, words }];
}

function bureauTold(
  state: MatterState,
  now: Date,
  subject: 'maintenance' | 'emergency',
  id: string,
): UnsignedEvent[] {
  const version = standing(state, now).version ?? state.inForce.at(-1)?.version;
  const sunkDown = version !== undefined && findVersion(state, version)?.sunkDown;
  return sunkDown ? [{ type: 'bureau-notified', subject, id }] : [];
}

/** 0:00 in Shanghai, which is when the day before ends. */
function startOfDay(day: string): string {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  return endOfShanghaiDay(before).toISOString();
}
