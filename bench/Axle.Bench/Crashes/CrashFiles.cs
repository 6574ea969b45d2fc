namespace Axle.Bench.Crashes;

/// <summary>What a worker leaves behind: its database, a line for every execution of a step, and one for every start that was acknowledged.</summary>
internal sealed record CrashFiles(string Folder)
{
    public string Database => Path.Combine(Folder, "axle.db");

    public string Steps => Path.Combine(Folder, "steps.log");

    public string Acknowledged => Path.Combine(Folder, "acknowledged.log");
}
