[assembly: AssemblyFixture(typeof(Axle.Storage.Postgres.Tests.PostgresFixture))]

namespace Axle.Storage.Postgres.Tests;

/// <summary>Ends the server when the tests are over.</summary>
public sealed class PostgresFixture : IDisposable
{
    public void Dispose() => PostgresServer.StopShared();
}
