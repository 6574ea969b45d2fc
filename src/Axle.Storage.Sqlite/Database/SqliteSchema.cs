using System.Globalization;
using System.Text.RegularExpressions;
using Axle.Storage.Sqlite.Transfer;

namespace Axle.Storage.Sqlite.Database;

/// <summary>Brings the tables of a file up to date. <c>PRAGMA user_version</c> says which version a file has.</summary>
internal sealed partial class SqliteSchema(SqliteDatabase database, SqliteLink link)
{
    /// <summary>Brings the tables up to the newest version in one transaction, after a copy of the file was made.</summary>
    /// <param name="now">What the copy is named by.</param>
    /// <returns>The copy; null when the tables were up to date, or there were none.</returns>
    /// <exception cref="AxleException">The file was written by a newer Axle, or could not be brought up to date: nothing was changed.</exception>
    public string? Update(DateTimeOffset now)
    {
        var steps = SchemaVersions.Steps;
        var current = Current();
        if (current > steps.Count)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"'{database.FilePath}' has tables of version {current}, and this Axle knows {steps.Count}. Use the newer Axle that wrote it, or another --database.");
        }

        if (current == steps.Count)
            return null;
        if (current > 0 && TransferMark.Find(link) is { } transfer)
        {
            throw new AxleException(
                ErrorKind.Refused,
                $"'{database.FilePath}' has tables of version {current} and is being moved to {transfer.Target}, or was: this Axle, which knows {steps.Count}, leaves it alone. "
                + "End the move with the Axle that began it.");
        }

        link.Execute("BEGIN IMMEDIATE");
        string? copy = null;
        try
        {
            // Another process may have been faster.
            current = Current();
            copy = current is 0 || current == steps.Count ? null : Copy(current, now);
            for (var version = current; version < steps.Count; version++)
                Step(version);
            link.Execute("COMMIT");
            return copy;
        }
        catch (Exception exception)
        {
            RollBack();
            if (copy is null || exception is not SqliteFault)
                throw;
            throw new AxleException(
                ErrorKind.Internal,
                $"The tables of '{database.FilePath}' could not be brought up to date, and are as they were: {exception.Message}. A copy is in '{copy}'.",
                exception);
        }
    }

    private int Current()
    {
        using var version = new Statement(link, "PRAGMA user_version");
        return (int)(version.Number() ?? 0);
    }

    private void Step(int version)
    {
        link.Execute(SchemaVersions.Steps[version]);
        if (version == 1)
            FindPayloadUses();
        link.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
    }

    /// <summary>Version 1 did not write down which runs use a payload: their events say it.</summary>
    private void FindPayloadUses()
    {
        using var referring = new Statement(link, """SELECT execution, data FROM workflow_events WHERE instr(data, '"ref":"') > 0""");
        using var use = new Statement(
            link, "INSERT OR IGNORE INTO payload_uses (execution, hash) SELECT ?1, hash FROM payloads WHERE hash = ?2");
        using var rows = referring.Query();
        while (rows.Read())
        {
            foreach (Match match in Reference().Matches(rows.Text(1)))
                use.Run(rows.Int64(0), match.Groups[1].Value);
        }
    }

    [GeneratedRegex("\"ref\":\"([0-9a-f]{64})\"", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    /// <summary>Copies the file as it is now; writers wait meanwhile, as a transaction is open.</summary>
    private string Copy(int version, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{database.FilePath}.backup-v{version}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        var copy = name;
        for (var i = 2; File.Exists(copy); i++)
            copy = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
        // Another connection: one that is inside a transaction cannot copy.
        using (var other = database.Open())
        using (var vacuum = new Statement(other, "VACUUM INTO ?1"))
            vacuum.Run(copy);
        using var written = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
        return copy;
    }

    private void RollBack()
    {
        try
        {
            link.Execute("ROLLBACK");
        }
        catch (SqliteFault)
        {
            // A full disk has ended the transaction already.
        }
    }
}
