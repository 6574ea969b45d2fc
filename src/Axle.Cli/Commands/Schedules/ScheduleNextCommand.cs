using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Schedules;

namespace Axle.Cli.Commands.Schedules;

/// <summary><c>ax schedule next</c>: what starts in the near future.</summary>
internal sealed class ScheduleNextCommand : ScheduleCommand
{
    private const int MostTimes = 1000;
    private readonly Option<int> _count = new("--count", "-n")
    {
        Description = $"How many starts, 1 to {MostTimes}. Default: 10.",
        HelpName = "N",
        DefaultValueFactory = static _ => 10,
    };

    public ScheduleNextCommand(CommandContext context)
        : base(context, "next", "Show the next starts of all schedules that are not paused, the soonest first.",
            new("ax schedule next", "The next ten"),
            new("ax schedule next -n 3 --json | jq -r '.upcoming[].at'", "The next three, for a script")) => Add(_count);

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, ScheduleDesk schedules, CancellationToken cancellationToken)
    {
        var count = call.Get(_count);
        if (count is < 1 or > MostTimes)
            throw new UsageException($"--count {count} is out of range. Use 1 to {MostTimes}.");
        var going = (await schedules.ListAsync(cancellationToken))
            .Where(static s => s.PausedBy is null).Select(static s => s.Id).ToHashSet(StringComparer.Ordinal);
        var now = call.Outside.Time.GetUtcNow();
        UpcomingPart[] upcoming =
        [
            .. schedules.Workflows
                .SelectMany(static w => w.On!.Schedules.Select((trigger, number) => (Id: $"{w.Name}/{number}", Clock: ScheduleClock.Of(trigger))))
                .Where(s => going.Contains(s.Id))
                .SelectMany(s => Times(s.Clock, now, count).Select(at => new UpcomingPart(s.Id, at)))
                .OrderBy(static u => u.At).Take(count),
        ];
        if (call.Json)
            call.WriteDocument(new UpcomingDocument([.. upcoming]), CliJson.Context.UpcomingDocument);
        else if (upcoming.Length == 0)
            call.Note("No schedule is going to start anything.");
        else
            TextTable.Write(call.Outside.Output, ["AT", "SCHEDULE"], upcoming.Select(u => (string[])[Words.Of(u.At, call.Outside.Time), u.Id]));
        return ExitCodes.Success;
    }

    private static IEnumerable<DateTimeOffset> Times(ScheduleClock clock, DateTimeOffset after, int count)
    {
        for (var at = clock.Next(after); at is { } time && count > 0; at = clock.Next(time), count--)
            yield return time;
    }
}
