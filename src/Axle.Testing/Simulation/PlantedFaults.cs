using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>Breaks what the engine stores, on purpose.</summary>
internal static class PlantedFaults
{
    public static RunAppend Plant(PlantedFault fault, RunAppend append)
    {
        switch (fault)
        {
            case PlantedFault.ResultRecordedTwice when append.Events.Any(static e => e.Event is StepCompleted):
                var twice = append.Events[^1].Seq + 1;
                var again = append.Events.First(static e => e.Event is StepCompleted) with { Seq = twice };
                return append with { Events = append.Events.Add(again), Row = append.Row with { LastSeq = twice } };
            case PlantedFault.EventLost when append.Events.Length > 1:
                var rest = append.Events.RemoveAt(append.Events.Length - 1);
                return append with { Events = rest, Row = append.Row with { LastSeq = rest[^1].Seq } };
            case PlantedFault.TimerLost when append.Release:
                return append with { Row = append.Row with { WakeAt = null } };
            case PlantedFault.SignalLost:
                return append with
                {
                    Events = [.. append.Events.Select(static e => e.Event is SignalReceived s ? e with { Event = s with { Name = "lost" } } : e)],
                };
            case PlantedFault.UndoForgotten:
                return append with
                {
                    Events =
                    [
                        .. append.Events.Select(static e => e.Event is UndoEnded { Error: null } u
                            ? e with { Event = u with { Error = new AxleError(ErrorKind.Unknown, "planted") } }
                            : e),
                    ],
                };
            default:
                return append;
        }
    }
}
