-- Objects, their log, the one revision, and the function that makes a batch of writes.

CREATE TABLE "objects" (
    "resource" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "uid" TEXT NOT NULL,
    "revision" BIGINT NOT NULL,
    "labels" JSONB NOT NULL,
    "object" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "objects_pkey" PRIMARY KEY ("resource", "namespace", "name")
);

CREATE UNIQUE INDEX "objects_uid_key" ON "objects"("uid");
CREATE INDEX "objects_labels_idx" ON "objects" USING GIN ("labels");

CREATE TABLE "watch_log" (
    "revision" BIGINT NOT NULL,
    "resource" TEXT COLLATE "C" NOT NULL,
    "namespace" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "uid" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "previous" BIGINT,
    "object" JSONB NOT NULL,
    "username" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "watch_log_pkey" PRIMARY KEY ("revision")
);

CREATE INDEX "watch_log_resource_revision_idx" ON "watch_log"("resource", "revision");
CREATE INDEX "watch_log_resource_namespace_name_revision_idx" ON "watch_log"("resource", "namespace", "name", "revision");

-- Updated by every batch: room on the page keeps the updates out of the index.
CREATE TABLE "revision" (
    "id" BOOLEAN NOT NULL DEFAULT true,
    "current" BIGINT NOT NULL,
    "compacted" BIGINT NOT NULL,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 10);

INSERT INTO "revision" ("current", "compacted") VALUES (0, 0);

CREATE TABLE "writers" (
    "id" UUID NOT NULL,
    "batch" BIGINT NOT NULL,
    "result" JSONB NOT NULL,
    "last_seen" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "writers_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 50);

CREATE TABLE "sealing_keys" (
    "id" TEXT NOT NULL,
    "proof" TEXT NOT NULL,

    CONSTRAINT "sealing_keys_pkey" PRIMARY KEY ("id")
);

-- Whether the lease that `fence` names ({namespace, name, holder, term}) is held so at this moment.
CREATE FUNCTION gantry_fence_holds(fence JSONB) RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM "objects"
        WHERE "resource" = 'leases.coordination.k8s.io'
          AND "namespace" = fence->>'namespace' AND "name" = fence->>'name'
          AND "object"#>>'{spec,holderIdentity}' = fence->>'holder'
          AND coalesce(("object"#>>'{spec,leaseTransitions}')::bigint, 0) = (fence->>'term')::bigint
    );
$$;

-- Makes the writes of one batch in order, each under its own precondition, in one transaction.
-- The lock on the revision row makes commit order the order of revisions, across processes; made writes take the
-- revisions from `base` + 1 on, without gaps. A batch that was made before answers what it answered then.
-- Result: {"base": revision before, "refusals": [null for a made write, else why not]}
CREATE FUNCTION gantry_commit(writer UUID, number BIGINT, writes JSONB) RETURNS JSONB LANGUAGE plpgsql AS $$
DECLARE
    base BIGINT;
    reached BIGINT;
    earlier "writers"%ROWTYPE;
    at TIMESTAMPTZ;
    w RECORD;
    held BIGINT;
    state JSONB;
    refusal TEXT;
    refusals TEXT[] := '{}';
    answer JSONB;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    SELECT "current" INTO STRICT base FROM "revision" FOR UPDATE;
    SELECT * INTO earlier FROM "writers" WHERE "id" = writer;
    IF earlier."batch" = number THEN
        RETURN earlier."result";
    ELSIF earlier."batch" > number THEN
        RAISE EXCEPTION 'batch % came after batch % of the same writer', number, earlier."batch";
    END IF;
    at := clock_timestamp();
    reached := base;
    FOR w IN
        SELECT * FROM jsonb_to_recordset(writes) AS x(
            op TEXT, r TEXT, ns TEXT, n TEXT, uid TEXT, o JSONB, expected BIGINT, fence JSONB, username TEXT, via TEXT)
    LOOP
        refusal := NULL;
        held := NULL;
        IF w.fence IS NOT NULL AND NOT gantry_fence_holds(w.fence) THEN
            refusal := 'fenced';
        ELSIF w.op = 'ADDED' THEN
            -- Whoever empties an ending namespace relies on this: once it is marked, nothing new gets in.
            IF w.ns <> '' THEN
                SELECT CASE WHEN "object"#>>'{metadata,deletionTimestamp}' IS NOT NULL THEN 'namespace-terminating' END
                INTO refusal
                FROM "objects" WHERE "resource" = 'namespaces' AND "namespace" = '' AND "name" = w.ns;
                IF NOT FOUND THEN
                    refusal := 'namespace-missing';
                END IF;
            END IF;
            IF refusal IS NULL THEN
                INSERT INTO "objects" VALUES (
                    w.r, w.ns, w.n, w.uid, reached + 1, coalesce(w.o#>'{metadata,labels}', '{}'), w.o, at
                ) ON CONFLICT ("resource", "namespace", "name") DO NOTHING;
                IF NOT FOUND THEN
                    refusal := 'exists';
                END IF;
            END IF;
        ELSE
            SELECT "revision", "uid", "object" INTO held, w.uid, state
            FROM "objects" WHERE "resource" = w.r AND "namespace" = w.ns AND "name" = w.n;
            IF NOT FOUND THEN
                refusal := 'missing';
            ELSIF held <> w.expected THEN
                refusal := 'changed';
            ELSIF w.op = 'DELETED' THEN
                w.o := state;
                DELETE FROM "objects" WHERE "resource" = w.r AND "namespace" = w.ns AND "name" = w.n;
            ELSE
                UPDATE "objects"
                SET "revision" = reached + 1, "object" = w.o, "labels" = coalesce(w.o#>'{metadata,labels}', '{}')
                WHERE "resource" = w.r AND "namespace" = w.ns AND "name" = w.n;
            END IF;
        END IF;
        IF refusal IS NULL THEN
            reached := reached + 1;
            INSERT INTO "watch_log"
            VALUES (reached, w.r, w.ns, w.n, w.uid, w.op, held, w.o, w.username, w.via, at);
        END IF;
        refusals := array_append(refusals, refusal);
    END LOOP;
    answer := jsonb_build_object('base', base, 'refusals', to_jsonb(refusals));
    INSERT INTO "writers" VALUES (writer, number, answer, at)
    ON CONFLICT ("id") DO UPDATE SET "batch" = number, "result" = answer, "last_seen" = at;
    IF reached > base THEN
        UPDATE "revision" SET "current" = reached;
        PERFORM pg_notify('gantry_revision', reached::text);
    END IF;
    RETURN answer;
END;
$$;
