CREATE TABLE `catalog` (
`id` int(11) NOT NULL AUTO_INCREMENT,
`catalogName` varchar(200) NOT NULL,
`connectorName` varchar(200) NOT NULL,
`properties` varchar(2000) DEFAULT NULL,
`status` smallint(6) NOT NULL DEFAULT '1',
`ctime` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
`mtime` datetime DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=1 DEFAULT CHARSET=utf8;
