using System.Net.Sockets;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData("57P03", true)]
    [InlineData("28P01", true)]
    [InlineData("42601", false)]
    [InlineData(null, true)]
    public void What_fails_says_where_to_whoever_runs_it_and_not_to_clients(string? state, bool isAway)
    {
        Exception thrown = state is null ? new SocketException(111) : new PostgresException("no", "ERROR", "ERROR", state);
        var error = PostgresFaults.Explained(thrown, "postgres://db.internal/axle").ShouldBeOfType<AxleException>().Error;
        error.Message.ShouldContain("db.internal");
        error.ForClients.ShouldNotBeNull().ShouldNotContain("db.internal");
        error.IsStoreAway.ShouldBe(isAway);
    }
}
