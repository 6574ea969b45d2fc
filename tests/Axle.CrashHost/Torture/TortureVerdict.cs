namespace Axle.CrashHost.Torture;

/// <summary>How a torture went.</summary>
/// <param name="Kills">Workers that were killed.</param>
/// <param name="Runs">Runs that were started.</param>
/// <param name="Effects">Executions of steps.</param>
/// <param name="Repeated">Executions that were made again, because a worker died before it could record the result.</param>
/// <param name="Faults">What is wrong; empty when all is well.</param>
internal sealed record TortureVerdict(int Kills, int Runs, int Effects, int Repeated, IReadOnlyList<string> Faults)
{
    public override string ToString() =>
        $"{Kills} kills, {Runs} runs, {Effects} executions of steps of which {Repeated} were repeated: "
        + (Faults.Count == 0 ? "nothing is lost and nothing was done twice." : $"{Faults.Count} faults\n{string.Join('\n', Faults.Take(50))}");
}
