using System.Runtime.InteropServices;
using SQLitePCL;

namespace Axle.Storage.Sqlite.Database;

/// <summary>
/// Loads SQLite once per process: the system's own library where there is one, as it is newer and patched by the distribution, else
/// the bundled one. The SQL of this room uses only what the bundled 3.35 knows.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Loaded = new(Load);

    public static void Use() => _ = Loaded.Value;

    private static bool Load()
    {
        // A host that used SQLite before has chosen already: two libraries in one process would be handed each other's memory.
        if (IsInUse())
            return false;
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            static (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var system) ? system : IntPtr.Zero);
        Batteries_V2.Init();
        return true;
    }

    private static bool IsInUse()
    {
        try
        {
            return raw.GetNativeLibraryName() is not null;
        }
        catch (Exception)
        {
            // How the library says that it was not initialised; it has no other way, and the type is not part of its contract.
            return false;
        }
    }
}
