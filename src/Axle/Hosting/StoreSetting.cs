using Axle.Storage.Postgres;

namespace Axle.Hosting;

/// <summary>
/// Which store holds the runs: <c>postgres://…</c>, <c>sqlite</c> for the file of <see cref="AxleOptions.DatabasePath"/>, or <c>env:NAME</c> for what an
/// environment variable says. From an option, <c>AXLE_STORE</c>, or <c>store:</c> in <c>axle.yaml</c>, the first of these that says something.
/// </summary>
public static class StoreSetting
{
    /// <summary>The environment variable that says which store holds the runs.</summary>
    public const string Variable = "AXLE_STORE";

    /// <summary>The SQLite file.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>What a project says.</summary>
    /// <param name="directory">Where its <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <returns>An address or <see cref="Sqlite"/>; null when it says nothing.</returns>
    /// <exception cref="AxleException">Validation: what it says names no store.</exception>
    public static string? Of(string directory, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return ProjectSetting.Find(directory, "store", Variable, environment) is { } said ? Resolve(said, environment) : null;
    }

    /// <summary>Looks up a variable that is named, and checks what is said.</summary>
    /// <param name="said"><c>postgres://…</c>, <c>sqlite</c>, or <c>env:NAME</c>.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <exception cref="AxleException">Validation: it names no store. What it says stays unsaid: it may hold a password.</exception>
    public static string Resolve(string said, Func<string, string?> environment)
    {
        var value = ProjectSetting.Resolve("store", said, "postgres://…", environment);
        if (PostgresAddress.IsOne(value))
            _ = PostgresAddress.Named(value);
        else if (value != Sqlite)
            throw new AxleException(ErrorKind.Validation, $"The store is neither '{Sqlite}' nor an address that begins with postgres://. Say one of them in {Variable} or 'store:' of axle.yaml.");
        return value;
    }
}
