using Axle.Storage.Sqlite.Database;
using Axle.Tools.BuiltIn.Search.Indexing;

namespace Axle.Storage.Sqlite.Code;

/// <summary>Full-text indexes of workspaces, each in the workspace's own <c>.axle/index</c>, which git ignores. They can be deleted at any time.</summary>
public sealed class SqliteCodeIndexes : ICodeIndexes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public ICodeIndex? Open(string workspace)
    {
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        var folder = Path.Combine(workspace, ".axle", "index");
        try
        {
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
            }

            SqliteLibrary.Use();
            return SqliteCodeIndex.Open(Path.Combine(folder, "code.db"), Patience);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
