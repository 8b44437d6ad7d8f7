SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.documents (
    key bigint NOT NULL,
    id text NOT NULL,
    text text NOT NULL
);
CREATE SEQUENCE public.documents_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.documents_key_seq OWNED BY public.documents.key;
CREATE TABLE public.experiments (
    key bigint NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    spec text NOT NULL,
    scenarios text NOT NULL,
    created text NOT NULL
);
CREATE SEQUENCE public.experiments_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.experiments_key_seq OWNED BY public.experiments.key;
CREATE TABLE public.links (
    point bigint NOT NULL,
    replicate integer NOT NULL,
    run bigint NOT NULL
);
CREATE TABLE public.names (
    key bigint NOT NULL,
    id text NOT NULL
);
CREATE SEQUENCE public.names_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.names_key_seq OWNED BY public.names.key;
CREATE TABLE public.parts (
    key bigint NOT NULL,
    file text NOT NULL,
    kind text NOT NULL,
    bytes bigint NOT NULL
);
CREATE SEQUENCE public.parts_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.parts_key_seq OWNED BY public.parts.key;
CREATE TABLE public.points (
    key bigint NOT NULL,
    experiment bigint NOT NULL,
    id text NOT NULL,
    "position" integer NOT NULL,
    policy text NOT NULL,
    scenario text NOT NULL,
    factors text NOT NULL
);
CREATE SEQUENCE public.points_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.points_key_seq OWNED BY public.points.key;
CREATE TABLE public.runs (
    key bigint NOT NULL,
    error text,
    seed bigint NOT NULL,
    months bigint NOT NULL,
    race_share double precision,
    mutual_race double precision,
    mutual_battle double precision,
    trust double precision,
    trust_senior double precision,
    trust_front_line double precision,
    trust_gap double precision,
    perception_gap double precision,
    history double precision,
    openness double precision,
    openness_within double precision,
    openness_across double precision,
    ei_index double precision,
    silos double precision,
    fragmentation double precision,
    orientation double precision,
    orientation_sd double precision,
    resources double precision,
    resources_gini double precision,
    scarcity_felt double precision,
    income double precision,
    value_lost double precision,
    meetings double precision,
    modularity double precision,
    months_to_tip double precision,
    scenario bigint NOT NULL,
    settings bigint NOT NULL,
    origin bigint NOT NULL,
    started text,
    seconds double precision,
    series bigint
);
CREATE TABLE public.silos_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.store (
    id text NOT NULL
);
ALTER TABLE ONLY public.documents ALTER COLUMN key SET DEFAULT nextval('public.documents_key_seq'::regclass);
ALTER TABLE ONLY public.experiments ALTER COLUMN key SET DEFAULT nextval('public.experiments_key_seq'::regclass);
ALTER TABLE ONLY public.names ALTER COLUMN key SET DEFAULT nextval('public.names_key_seq'::regclass);
ALTER TABLE ONLY public.parts ALTER COLUMN key SET DEFAULT nextval('public.parts_key_seq'::regclass);
ALTER TABLE ONLY public.points ALTER COLUMN key SET DEFAULT nextval('public.points_key_seq'::regclass);
INSERT INTO public.documents VALUES (1, '666ceeb0daeae4c5060994cc46afdb18', '{"game.sharing": 0.0}');
INSERT INTO public.documents VALUES (2, '682eeecd851ffa4f8d5cd2098065cd55', '{"game.sharing": 0.1}');
INSERT INTO public.documents VALUES (3, 'cf9d662094854741d15e850c1f5ea931', '{"game.sharing": 0.2}');
INSERT INTO public.documents VALUES (4, '89b3af261450434f67d8c97ea9d37770', '{"game.sharing": 0.3}');
INSERT INTO public.documents VALUES (5, 'bf08e237bed85a3130176f2a045cba31', '{"game.sharing": 0.4}');
INSERT INTO public.documents VALUES (6, '30f4d821e7626f620092521c3290e153', '{"model": "abc", "model_version": 1, "python": "3.12.1", "silos": "0.1.0"}');
INSERT INTO public.documents VALUES (7, 'ac99f222cf0747034678266a2da04d79', '{"title": "two organisations"}');
INSERT INTO public.documents VALUES (8, 'd65e2dfb0ddd811a510b2bd0d24f1296', '{"game.sharing": 0.5}');
INSERT INTO public.documents VALUES (9, 'bb542006513fe5f2786b45936d87196d', '{"game.sharing": 0.6}');
INSERT INTO public.documents VALUES (10, '30f7ded242d921c46a1383b6df3ac332', '{"game.sharing": 0.7}');
INSERT INTO public.documents VALUES (11, 'cccaea5e81656a5611a1d1f79a1e2e5a', '{"game.sharing": 0.8}');
INSERT INTO public.documents VALUES (12, 'e84ffe401868bd45ec599c6c13dcba22', '{"game.sharing": 0.9}');
INSERT INTO public.experiments VALUES (1, 'id-of-old', 'old', '{"title": "A test"}', '["two"]', '2026-03-01T12:30:00+00:00');
INSERT INTO public.experiments VALUES (2, 'id-of-older', 'older', '{"title": "A test"}', '["two"]', '2026-03-01T12:30:00+00:00');
INSERT INTO public.links VALUES (1, 0, 1);
INSERT INTO public.links VALUES (1, 1, 2);
INSERT INTO public.links VALUES (1, 2, 3);
INSERT INTO public.links VALUES (2, 0, 4);
INSERT INTO public.links VALUES (2, 1, 5);
INSERT INTO public.links VALUES (2, 2, 6);
INSERT INTO public.links VALUES (3, 0, 7);
INSERT INTO public.links VALUES (3, 1, 8);
INSERT INTO public.links VALUES (3, 2, 9);
INSERT INTO public.links VALUES (4, 0, 10);
INSERT INTO public.links VALUES (5, 0, 10);
INSERT INTO public.links VALUES (4, 1, 11);
INSERT INTO public.links VALUES (5, 1, 11);
INSERT INTO public.links VALUES (4, 2, 12);
INSERT INTO public.links VALUES (5, 2, 12);
INSERT INTO public.names VALUES (1, 'run00000');
INSERT INTO public.names VALUES (2, 'run00001');
INSERT INTO public.names VALUES (3, 'run00002');
INSERT INTO public.names VALUES (4, 'run00003');
INSERT INTO public.names VALUES (5, 'run00004');
INSERT INTO public.names VALUES (6, 'run00005');
INSERT INTO public.names VALUES (7, 'run00006');
INSERT INTO public.names VALUES (8, 'run00007');
INSERT INTO public.names VALUES (9, 'run00008');
INSERT INTO public.names VALUES (10, 'run00009');
INSERT INTO public.names VALUES (11, 'run00010');
INSERT INTO public.names VALUES (12, 'run00011');
INSERT INTO public.parts VALUES (1, '4f4b676c6a6d-series-ab9ab3adfb6a46c495b438e09b7f774e.parquet', 'series', 9607);
INSERT INTO public.points VALUES (1, 1, '0', 0, 'none', 'two', '{"game.sharing": 0.0, "dialogue.time_together": [0.1, 0.2, 0.0]}');
INSERT INTO public.points VALUES (2, 1, '1', 1, 'pooled', 'two', '{"game.sharing": 0.125, "dialogue.time_together": [0.1, 0.2, 0.125]}');
INSERT INTO public.points VALUES (3, 1, '2', 2, 'none', 'two', '{"game.sharing": 0.25, "dialogue.time_together": [0.1, 0.2, 0.25]}');
INSERT INTO public.points VALUES (4, 1, '3', 3, 'pooled', 'two', '{"game.sharing": 0.375, "dialogue.time_together": [0.1, 0.2, 0.375]}');
INSERT INTO public.points VALUES (5, 2, '0', 0, 'none', 'two', '{"game.sharing": 0.0, "dialogue.time_together": [0.1, 0.2, 0.0]}');
INSERT INTO public.runs VALUES (1, NULL, 0, 6, 0.7722772277227723, 0.8415841584158416, 0.9108910891089109, 0.9801980198019802, 0.04950495049504951, 0.1188118811881188, 0.18811881188118812, 0.25742574257425743, 0.32673267326732675, 0.39603960396039606, 0.46534653465346537, 0.5346534653465347, 0.6039603960396039, 0.6732673267326733, 0.7425742574257426, 0.8118811881188119, 0.8811881188118812, 0.9504950495049505, 0.019801980198019802, 0.0891089108910891, 0.15841584158415842, 0.22772277227722773, 0.297029702970297, 0.36633663366336633, 0.43564356435643564, 7, 1, 6, '2026-03-01T12:30:00+00:00', 0.5, 1);
INSERT INTO public.runs VALUES (2, NULL, 1, 6, 0.07920792079207921, 0.1485148514851485, 0.21782178217821782, 0.2871287128712871, 0.3564356435643564, 0.42574257425742573, 0.49504950495049505, 0.5643564356435643, 0.6336633663366337, 0.7029702970297029, 0.7722772277227723, 0.8415841584158416, 0.9108910891089109, 0.9801980198019802, 0.04950495049504951, 0.1188118811881188, 0.18811881188118812, 0.25742574257425743, 0.32673267326732675, 0.39603960396039606, 0.46534653465346537, 0.5346534653465347, 0.6039603960396039, 0.6732673267326733, 0.7425742574257426, 7, 2, 6, '2026-03-01T12:30:00+00:00', 0.5, 1);
INSERT INTO public.runs VALUES (3, NULL, 2, 6, 0.38613861386138615, 0.45544554455445546, 0.5247524752475248, 0.594059405940594, 0.6633663366336634, 0.7326732673267327, 0.801980198019802, 0.8712871287128713, 0.9405940594059405, 0.009900990099009901, 0.07920792079207921, 0.1485148514851485, 0.21782178217821782, 0.2871287128712871, 0.3564356435643564, 0.42574257425742573, 0.49504950495049505, 0.5643564356435643, 0.6336633663366337, 0.7029702970297029, 0.7722772277227723, 0.8415841584158416, 0.9108910891089109, 0.9801980198019802, 0.04950495049504951, 7, 3, 6, '2026-03-01T12:30:00+00:00', 0.5, 1);
INSERT INTO public.runs VALUES (4, NULL, 3, 6, 0.693069306930693, 0.7623762376237624, 0.8316831683168316, 0.900990099009901, 0.9702970297029703, 0.039603960396039604, 0.10891089108910891, 0.1782178217821782, 0.24752475247524752, 0.31683168316831684, 0.38613861386138615, 0.45544554455445546, 0.5247524752475248, 0.594059405940594, 0.6633663366336634, 0.7326732673267327, 0.801980198019802, 0.8712871287128713, 0.9405940594059405, 0.009900990099009901, 0.07920792079207921, 0.1485148514851485, 0.21782178217821782, 0.2871287128712871, 0.3564356435643564, 7, 4, 6, '2026-03-01T12:30:00+00:00', 0.5, 1);
INSERT INTO public.runs VALUES (5, NULL, 4, 6, 0, 0.06930693069306931, 0.13861386138613863, 0.2079207920792079, 0.27722772277227725, 0.3465346534653465, 0.4158415841584158, 0.48514851485148514, 0.5544554455445545, 0.6237623762376238, 0.693069306930693, 0.7623762376237624, 0.8316831683168316, 0.900990099009901, 0.9702970297029703, 0.039603960396039604, 0.10891089108910891, 0.1782178217821782, 0.24752475247524752, 0.31683168316831684, 0.38613861386138615, 0.45544554455445546, 0.5247524752475248, 0.594059405940594, 0.6633663366336634, 7, 5, 6, '2026-03-01T12:30:00+00:00', 0.5, 1);
INSERT INTO public.runs VALUES (6, NULL, 5, 6, 0.3069306930693069, 0.37623762376237624, 0.44554455445544555, 0.5148514851485149, 0.5841584158415841, 0.6534653465346535, 0.7227722772277227, 0.7920792079207921, 0.8613861386138614, 0.9306930693069307, 0, 0.06930693069306931, 0.13861386138613863, 0.2079207920792079, 0.27722772277227725, 0.3465346534653465, 0.4158415841584158, 0.48514851485148514, 0.5544554455445545, 0.6237623762376238, 0.693069306930693, 0.7623762376237624, 0.8316831683168316, 0.900990099009901, 0.9702970297029703, 7, 8, 6, '2026-03-01T12:30:00+00:00', 0.5, NULL);
INSERT INTO public.runs VALUES (7, 'ValueError: it went wrong', 6, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 7, 9, 6, '2026-03-01T12:30:00+00:00', 0.5, NULL);
INSERT INTO public.runs VALUES (8, NULL, 7, 6, 0.9207920792079208, 0.9900990099009901, 0.0594059405940594, 0.12871287128712872, 0.19801980198019803, 0.26732673267326734, 0.33663366336633666, 0.40594059405940597, 0.4752475247524752, 0.5445544554455446, 0.6138613861386139, 0.6831683168316832, 0.7524752475247525, 0.8217821782178217, 0.8910891089108911, 0.9603960396039604, 0.0297029702970297, 0.09900990099009901, 0.16831683168316833, 0.2376237623762376, 0.3069306930693069, 0.37623762376237624, 0.44554455445544555, 0.5148514851485149, 0.5841584158415841, 7, 10, 6, '2026-03-01T12:30:00+00:00', 0.5, NULL);
INSERT INTO public.runs VALUES (9, NULL, 8, 6, 0.22772277227722773, 0.297029702970297, 0.36633663366336633, 0.43564356435643564, 0.504950495049505, 0.5742574257425742, 0.6435643564356436, 0.7128712871287128, 0.7821782178217822, 0.8514851485148515, 0.9207920792079208, 0.9900990099009901, 0.0594059405940594, 0.12871287128712872, 0.19801980198019803, 0.26732673267326734, 0.33663366336633666, 0.40594059405940597, 0.4752475247524752, 0.5445544554455446, 0.6138613861386139, 0.6831683168316832, 0.7524752475247525, 0.8217821782178217, 0.8910891089108911, 7, 11, 6, '2026-03-01T12:30:00+00:00', 0.5, NULL);
INSERT INTO public.runs VALUES (10, NULL, 9, 6, 0.5346534653465347, 0.6039603960396039, 0.6732673267326733, 0.7425742574257426, 0.8118811881188119, 0.8811881188118812, 0.9504950495049505, 0.019801980198019802, 0.0891089108910891, 0.15841584158415842, 0.22772277227722773, 0.297029702970297, 0.36633663366336633, 0.43564356435643564, 0.504950495049505, 0.5742574257425742, 0.6435643564356436, 0.7128712871287128, 0.7821782178217822, 0.8514851485148515, 0.9207920792079208, 0.9900990099009901, 0.0594059405940594, 0.12871287128712872, 0.19801980198019803, 7, 12, 6, '2026-03-01T12:30:00+00:00', 0.5, NULL);
INSERT INTO public.runs VALUES (11, NULL, 10, 6, 0.8415841584158416, 0.9108910891089109, 0.9801980198019802, 0.04950495049504951, 0.1188118811881188, 0.18811881188118812, 0.25742574257425743, 0.32673267326732675, 0.39603960396039606, 0.46534653465346537, 0.5346534653465347, 0.6039603960396039, 0.6732673267326733, 0.7425742574257426, 0.8118811881188119, 0.8811881188118812, 0.9504950495049505, 0.019801980198019802, 0.0891089108910891, 0.15841584158415842, 0.22772277227722773, 0.297029702970297, 0.36633663366336633, 0.43564356435643564, 0.504950495049505, 7, 1, 6, '2026-03-01T12:30:00+00:00', 0.5, NULL);
INSERT INTO public.silos_version VALUES ('0001');
INSERT INTO public.store VALUES ('4f4b676c6a6d');
SELECT pg_catalog.setval('public.documents_key_seq', 12, true);
SELECT pg_catalog.setval('public.experiments_key_seq', 2, true);
SELECT pg_catalog.setval('public.names_key_seq', 12, true);
SELECT pg_catalog.setval('public.parts_key_seq', 1, true);
SELECT pg_catalog.setval('public.points_key_seq', 5, true);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_id_key UNIQUE (id);
ALTER TABLE ONLY public.documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_id_key UNIQUE (id);
ALTER TABLE ONLY public.experiments
    ADD CONSTRAINT experiments_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.links
    ADD CONSTRAINT links_pkey PRIMARY KEY (point, replicate);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT names_id_key UNIQUE (id);
ALTER TABLE ONLY public.names
    ADD CONSTRAINT names_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.parts
    ADD CONSTRAINT parts_file_key UNIQUE (file);
ALTER TABLE ONLY public.parts
    ADD CONSTRAINT parts_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.points
    ADD CONSTRAINT points_experiment_id_key UNIQUE (experiment, id);
ALTER TABLE ONLY public.points
    ADD CONSTRAINT points_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.silos_version
    ADD CONSTRAINT silos_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.store
    ADD CONSTRAINT store_pkey PRIMARY KEY (id);
CREATE INDEX links_run ON public.links USING btree (run);
CREATE INDEX runs_series ON public.runs USING btree (series);
ALTER TABLE ONLY public.links
    ADD CONSTRAINT links_point_fkey FOREIGN KEY (point) REFERENCES public.points(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.links
    ADD CONSTRAINT links_run_fkey FOREIGN KEY (run) REFERENCES public.names(key);
ALTER TABLE ONLY public.points
    ADD CONSTRAINT points_experiment_fkey FOREIGN KEY (experiment) REFERENCES public.experiments(key) ON DELETE CASCADE;
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_key_fkey FOREIGN KEY (key) REFERENCES public.names(key);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_origin_fkey FOREIGN KEY (origin) REFERENCES public.documents(key);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_scenario_fkey FOREIGN KEY (scenario) REFERENCES public.documents(key);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_series_fkey FOREIGN KEY (series) REFERENCES public.parts(key);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_settings_fkey FOREIGN KEY (settings) REFERENCES public.documents(key);
