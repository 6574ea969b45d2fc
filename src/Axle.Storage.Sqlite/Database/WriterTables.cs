namespace Axle.Storage.Sqlite.Database;

/// <summary>The statements of a writer, and what it knows about what it wrote.</summary>
internal abstract class WriterTables : IDisposable
{
    /// <summary>The writer's connection.</summary>
    public abstract SqliteLink Link { get; }

    /// <summary>A transaction began: nobody else writes until it ends.</summary>
    public virtual void Began()
    {
    }

    /// <summary>A transaction was undone: what was learnt in it is not true.</summary>
    public virtual void Undone()
    {
    }

    public abstract void Dispose();
}
