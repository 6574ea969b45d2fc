namespace Axle.CrashHost.Torture;

/// <summary>What outlives the process that is killed.</summary>
/// <param name="Folder">A folder of its own.</param>
internal sealed record TortureFiles(string Folder)
{
    public string Database => Path.Combine(Folder, "axle.db");

    /// <summary>What was done to the world outside: a line for each execution of a step that was made.</summary>
    public string Effects => Path.Combine(Folder, "effects.log");

    /// <summary>Runs whose start was acknowledged.</summary>
    public string Acknowledged => Path.Combine(Folder, "acknowledged.log");
}
