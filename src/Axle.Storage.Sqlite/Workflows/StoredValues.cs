using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Values in their stored form as SQLite takes them: JSON is text, so that any tool can read it, unless a codec makes bytes of it.</summary>
internal static class StoredValues
{
    /// <summary>What is written for JSON text.</summary>
    public static SqlValue Text(this StoredForm form, ReadOnlyMemory<byte> json, string? tenant) =>
        form.IsPlain ? SqlValue.Utf8(json) : form.Encode(json, tenant);

    /// <summary>What is written for bytes of any kind.</summary>
    public static SqlValue Blob(this StoredForm form, ReadOnlyMemory<byte> plain, string? tenant) => form.Encode(plain, tenant);
}
