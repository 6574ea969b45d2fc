using Axle.Identity.Sessions;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>user_sessions</c>: a session that was ended is gone.</summary>
internal sealed class SessionTable(SqliteLink link) : IDisposable
{
    private const string Columns = "id, user, token, created_at, seen_at, ends_at, agent, place";

    private readonly Statement _insert = new(link, $"INSERT INTO user_sessions ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly Statement _tidy = new(link, "DELETE FROM user_sessions WHERE user = ?1 AND ends_at <= ?2");
    private readonly Statement _find = new(link, $"SELECT {Columns} FROM user_sessions WHERE token = ?1");
    private readonly Statement _list = new(link, $"SELECT {Columns} FROM user_sessions WHERE user = ?1 ORDER BY created_at DESC, id");
    private readonly Statement _touch = new(link, "UPDATE user_sessions SET seen_at = max(seen_at, ?2) WHERE id = ?1");
    private readonly Statement _end = new(link, "DELETE FROM user_sessions WHERE user = ?1 AND id = ?2");
    private readonly Statement _endAll = new(link, "DELETE FROM user_sessions WHERE user = ?1 AND (?2 IS NULL OR id <> ?2)");

    public bool Add(Session session)
    {
        _tidy.Run(session.User, session.CreatedAt.ToStored());
        return _insert.Run(
            session.Id, session.User, (ReadOnlyMemory<byte>)session.TokenHash, session.CreatedAt.ToStored(), session.SeenAt.ToStored(),
            session.EndsAt.ToStored(), session.Agent, session.Place) == 1;
    }

    public Session? Find(ReadOnlyMemory<byte> token) => _find.List(Read, token) is [var session] ? session : null;

    public List<Session> List(string user) => _list.List(Read, user);

    public int Touch(string id, DateTimeOffset now) => _touch.Run(id, now.ToStored());

    public bool End(string user, string id) => _end.Run(user, id) == 1;

    public int EndAll(string user, string? except) => _endAll.Run(user, except);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _tidy, _find, _list, _touch, _end, _endAll])
            statement.Dispose();
    }

    private static Session Read(SqlRows r) =>
        new(r.Text(0), r.Text(1), r.Bytes(2).ToArray(), r.Time(3), r.Time(4), r.Time(5), r.Text(6), r.Text(7));
}
