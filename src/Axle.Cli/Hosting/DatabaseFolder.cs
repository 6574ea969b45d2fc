namespace Axle.Cli.Hosting;

/// <summary>The folder <c>.axle</c> of a project.</summary>
internal static class DatabaseFolder
{
    /// <summary>Makes the database's folder when it is not there, and keeps what Axle writes into it out of git.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the folder cannot be made.</exception>
    public static void Prepare(string databasePath)
    {
        var folder = Path.GetDirectoryName(databasePath)!;
        if (Directory.Exists(folder))
            return;
        try
        {
            Directory.CreateDirectory(folder);
            // Agents in this folder belong into git; the database and the reports do not.
            if (Path.GetFileName(folder) == ".axle")
                File.WriteAllText(Path.Combine(folder, ".gitignore"), $"{Path.GetFileName(databasePath)}*\nreports/\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new AxleException(
                ErrorKind.Validation, $"The folder '{folder}' for the database cannot be made: {fault.Message} Name another file with --database.", fault);
        }
    }
}
