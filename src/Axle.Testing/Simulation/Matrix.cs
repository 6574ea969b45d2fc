using Axle.Testing.Simulation.Generation;

namespace Axle.Testing.Simulation;

/// <summary>Puts one combination of fan-in, loop and waiting through crashes at its commits and rollbacks to its events.</summary>
internal static class Matrix
{
    /// <summary>A seed that knows no failures: what joins, joins.</summary>
    private const int Calm = 0;

    /// <summary>Runs it undisturbed, then crashed after every <paramref name="step"/>th commit, then back at some events.</summary>
    /// <returns>How many runs were simulated.</returns>
    public static int Run(MatrixCase combination, Pace pace, int step = 1)
    {
        var workflows = combination.ToWorkflow();
        var (_, commits, events) = Simulate(combination, workflows, new SimulationPlan(Pace: pace));
        var runs = 1;
        for (var commit = 1; commit <= commits; commit += step, runs++)
            Simulate(combination, workflows, new SimulationPlan(CrashAfterCommit: commit, Pace: pace));
        for (var seq = 1; seq < events; seq += Math.Max(1, events / 8), runs++)
            Simulate(combination, workflows, new SimulationPlan(GoBackTo: seq, Pace: pace));
        return runs;
    }

    private static (int Crashes, int Commits, int Events) Simulate(MatrixCase combination, WorkflowSet workflows, SimulationPlan plan)
    {
        try
        {
            return Simulator.Run(Calm, workflows, SimulationOptions.Calm, plan);
        }
        catch (SimulationFailedException exception)
        {
            throw new SimulationFailedException($"{combination}, {plan}: {exception.Message}", exception);
        }
    }
}
