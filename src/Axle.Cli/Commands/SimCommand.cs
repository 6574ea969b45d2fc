using System.CommandLine;
using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Testing.Simulation;

namespace Axle.Cli.Commands;

/// <summary><c>ax sim</c>: looks for faults of the engine under crashes and trouble that seeds decide.</summary>
internal sealed class SimCommand : AxCommand
{
    private const int MostSeeds = 100_000_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "The first seed. Default: 1.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "How many seeds, one after another. Default: 100.",
        HelpName = "N",
        DefaultValueFactory = static _ => 100,
    };

    public SimCommand(CommandContext context)
        : base(context, "sim", "Execute workflows that seeds make with the real engine, under crashes, slow and failing stores and meddling, and look for faults.",
            new("ax sim --seeds 1000", "A thousand seeds; a minute or so"),
            new("ax sim --seed 4711 --seeds 1", "The seed that failed, again: it fails alike"))
    {
        Add(_seed);
        Add(_seeds);
        Remarks =
        [
            "Time is virtual and every order of events comes from the seed, so that a seed that fails fails each time. Of a seed that fails, the least trouble and the "
            + "least workflow are looked for with which it still fails. The exit code is 1 when one did. Ctrl-C stops after the present seed.",
        ];
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (seed, seeds) = (call.Get(_seed), call.Get(_seeds));
        if (seeds is < 1 or > MostSeeds)
            throw new UsageException($"--seeds {seeds} is out of range. Use 1 to {MostSeeds.ToString("N0", CultureInfo.InvariantCulture)}.");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = call.Outside.Interrupts.Watch(_ => stopping.Cancel());
        var told = call.Outside.Time.GetTimestamp();
        var report = Simulator.RunMany(seed, seeds, null, Tell, stopping.Token);
        if (call.Json)
            call.WriteDocument(SimulationDocument.Of(seed, report), CliJson.Context.SimulationDocument);
        else
            Write(call, report);
        return Task.FromResult(report.Faults.IsEmpty ? ExitCodes.Success : ExitCodes.Failed);

        void Tell(SimulationReport sofar)
        {
            if (call.Outside.Time.GetElapsedTime(told) < TellEvery)
                return;
            told = call.Outside.Time.GetTimestamp();
            call.Note(Count(sofar));
        }
    }

    private static void Write(Invocation call, SimulationReport report)
    {
        foreach (var fault in report.Faults)
        {
            // Where in the simulator it was noticed is of no use here.
            foreach (var line in fault.Message.Split('\n').Where(static l => !l.StartsWith("   at ", StringComparison.Ordinal)))
                call.Say(line.TrimEnd());
            call.Say($"It still fails with: {fault.Options}");
            call.Say(fault.Workflow);
            call.Say($"Again: ax sim --seed {fault.Seed} --seeds 1");
            call.Say();
        }

        call.Say($"{Count(report)}.");
    }

    private static string Count(SimulationReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"{report.Seeds:N0} of the seeds done, processes crashed {report.Crashes:N0} times, ")
        + (report.Faults.IsEmpty ? "no fault" : $"{Words.Count(report.Faults.Length, "fault")}: seed {string.Join(", ", report.Faults.Select(static f => f.Seed))}");
}
